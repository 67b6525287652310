import { readFileSync } from "node:fs";
import { childrenOf, isAlive } from "../../apps/worker/src/testing/processes.ts";

/** Processes are looked up in /proc, which only Linux has. */
export const canSeeProcesses = process.platform === "linux";

/** Ids of all living processes that a process has started, and those that they have started. Empty where they can't be seen. */
export function descendantsOf(pid: number): number[] {
  if (!canSeeProcesses) return [];
  return childrenOf(pid).flatMap((child) => [child, ...descendantsOf(child)]);
}

/** The command line of a process; empty where it is gone. */
export function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
  } catch {
    return "";
  }
}

/** Those of the processes that are alive. */
export const survivorsOf = (pids: readonly number[]): number[] => (canSeeProcesses ? pids.filter(isAlive) : []);
