import { readFileSync } from "node:fs";
import { native } from "@pixelmill/native";

/** Starts a new peak for a process. False where it can't be done: anywhere but on Linux. */
export const resetPeak = (pid: number): boolean => native.resetPeak(pid);

/**
 * Highest resident memory of a process since its peak was reset, in bytes; null where the system does not tell. One small file is
 * read, in about 0.02 ms: it happens after every task that ran alone, and the probe's `processMemory` adds up the process's pages for
 * its proportional size, which took 12 ms for 380 MB.
 */
export function peakBytes(pid: number): number | null {
  try {
    return parsePeak(readFileSync(`/proc/${pid}/status`, "latin1"));
  } catch {
    return null;
  }
}

/** `VmHWM` of a Linux process status, which is in KiB whatever it calls them. */
export function parsePeak(status: string): number | null {
  const match = /^VmHWM:\s*(\d+) kB$/m.exec(status);
  return match?.[1] === undefined ? null : Number(match[1]) * 1024;
}
