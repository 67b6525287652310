import { readdirSync, readFileSync } from "node:fs";

/** Ids of the living children of a process, on Linux. */
export function childrenOf(parent: number): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => parentOf(pid) === parent);
}

/** Whether a process is there and not just waiting to be reaped. */
export function isAlive(pid: number): boolean {
  return stateOf(pid) !== null && stateOf(pid) !== "Z";
}

const statOf = (pid: number): string[] | null => {
  try {
    // The name in parentheses may hold spaces: what follows the last one is read.
    return readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? null;
  } catch {
    return null;
  }
};

const stateOf = (pid: number): string | null => statOf(pid)?.[0] ?? null;

const parentOf = (pid: number): number => Number(statOf(pid)?.[1] ?? -1);
