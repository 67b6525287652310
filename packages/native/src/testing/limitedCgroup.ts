import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type CgroupLevel, cgroupLevels } from "../linux/cgroupLevels.ts";
import { readSystemText } from "../linux/readText.ts";

/** Two real cgroups, one in the other: the outer one has a memory limit, the inner one is for processes. */
export interface LimitedCgroup {
  /** To be written with a process id, which is then within the limit. */
  readonly procsFile: string;
  /** What all processes below the limit have used so far, page cache included. */
  usageBytes(): number;
  /** To be called when no process is in it any more. */
  remove(): Promise<void>;
}

const memoryFiles = {
  1: { limit: "memory.limit_in_bytes", usage: "memory.usage_in_bytes" },
  2: { limit: "memory.max", usage: "memory.current" },
} as const;

/** Makes them below a cgroup of this process, in v1 or v2; null where this user or this machine does not allow it. */
export function makeLimitedCgroup(limitBytes: number): LimitedCgroup | null {
  for (const level of cgroupLevels(readSystemText, "memory")) {
    const made = makeBelow(level, limitBytes);
    if (made !== null) return made;
  }
  return null;
}

function makeBelow({ version, directory }: CgroupLevel, limitBytes: number): LimitedCgroup | null {
  const outer = join(directory, `pixelmill-test-${process.pid}`);
  const inner = join(outer, "inner");
  const { limit, usage } = memoryFiles[version];
  try {
    mkdirSync(outer);
  } catch {
    return null;
  }
  try {
    // Without the controller the file is not there, and a cgroup's files can't be made by anyone else.
    if (!existsSync(join(outer, limit))) throw new Error("no memory controller");
    writeFileSync(join(outer, limit), String(limitBytes));
    mkdirSync(inner);
  } catch {
    rmdirSync(outer);
    return null;
  }
  return {
    procsFile: join(inner, "cgroup.procs"),
    usageBytes: () => Number(readFileSync(join(outer, usage), "utf8")),
    remove: () => removeAll([inner, outer]),
  };
}

/** A cgroup is busy for a moment after its last process has ended. */
async function removeAll(folders: readonly string[]): Promise<void> {
  for (const folder of folders) {
    for (let tries = 0; existsSync(folder); tries += 1) {
      try {
        rmdirSync(folder);
      } catch (error) {
        if (tries === 50) throw error;
        await sleep(100);
      }
    }
  }
}
