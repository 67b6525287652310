import { writeFileSync } from "node:fs";
import { isPid, type MappedMemory, type ProcessMemory } from "../native.ts";
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
 * Pages that others may use too, programs, libraries and shared memory, in full and divided by the processes that have each (proc(5),
 * /proc/PID/smaps_rollup; Pss_Anon since Linux 5.4). Null where the process is gone or the kernel does not tell.
 */
export function linuxMappedMemory(read: ReadText, pid: number): MappedMemory | null {
  if (!isPid(pid)) return null;
  const rollup = parseKeyedValues(read(`/proc/${pid}/smaps_rollup`) ?? "");
  const [all, own] = [rollup.get("Rss"), rollup.get("Anonymous")];
  const [allShares, ownShares] = [rollup.get("Pss"), rollup.get("Pss_Anon")];
  if (all === undefined || own === undefined || allShares === undefined || ownShares === undefined) return null;
  return { mappedBytes: all - own, shareBytes: allShares - ownShares };
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
