import { writeFileSync } from "node:fs";
import { isPid, type ProcessMemory } from "../native.ts";
import { parseKeyedValues } from "./keyedValues.ts";
import type { ReadText } from "./readText.ts";

/** Memory of one process from /proc; null where it is gone, or a zombie, which has none left. */
export function linuxProcessMemory(read: ReadText, pid: number): ProcessMemory | null {
  if (!isPid(pid)) return null;
  const status = parseKeyedValues(read(`/proc/${pid}/status`) ?? "");
  const residentBytes = status.get("VmRSS");
  if (residentBytes === undefined) return null;
  return {
    pid,
    residentBytes,
    peakResidentBytes: status.get("VmHWM") ?? null,
    fileBytes: status.get("RssFile") ?? null,
  };
}

/**
 * A process's share of pages that others may use too, programs, libraries and shared memory: each page divided by the processes that have
 * it (proc(5), /proc/PID/smaps_rollup: Pss, and Pss_Anon since Linux 5.4). Null where it is gone or the kernel does not tell.
 */
export function linuxSharedBytes(read: ReadText, pid: number): number | null {
  if (!isPid(pid)) return null;
  const rollup = parseKeyedValues(read(`/proc/${pid}/smaps_rollup`) ?? "");
  const [all, own] = [rollup.get("Pss"), rollup.get("Pss_Anon")];
  return all === undefined || own === undefined ? null : all - own;
}

/** The value that resets the peak resident size (proc(5), /proc/PID/clear_refs, since Linux 4.0). */
const RESET_PEAK = "5";

/** Starts a new peak; false where the process is gone, belongs to someone else, or the kernel lacks the file. */
export function linuxResetPeak(pid: number): boolean {
  if (!isPid(pid)) return false;
  try {
    writeFileSync(`/proc/${pid}/clear_refs`, RESET_PEAK);
    return true;
  } catch {
    return false;
  }
}
