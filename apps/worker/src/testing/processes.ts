import { readdirSync, readFileSync } from "node:fs";

/** Ids of the living children of a process, on Linux. */
export function childrenOf(parent: number): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => parentOf(pid) === parent);
}

/** Ids of the encoders that a worker or an engine has now, by their numbers, on Linux. Those that inspect are not among them. */
export function encodersOf(parent: number): Map<number, number> {
  const found = new Map<number, number>();
  for (const pid of childrenOf(parent)) {
    const number = /\/encoder-(\d+)\0/.exec(commandOf(pid))?.[1];
    if (number !== undefined) found.set(Number(number), pid);
  }
  return found;
}

/** Program and arguments of a process, each followed by a NUL; empty where it is gone. */
function commandOf(pid: number): string {
  try {
    return `${readFileSync(`/proc/${pid}/cmdline`, "utf8")}\0`;
  } catch {
    return "";
  }
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
