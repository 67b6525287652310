import { setTimeout as sleep } from "node:timers/promises";

/** Whether a process runs; one that has ended but is not yet collected still counts. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Resolves when none of the processes runs any more; gives those that still do after the time. */
export async function survivors(pids: readonly number[], waitMs = 10_000): Promise<readonly number[]> {
  const giveUpAt = Date.now() + waitMs;
  while (pids.some(isAlive) && Date.now() < giveUpAt) await sleep(20);
  return pids.filter(isAlive);
}
