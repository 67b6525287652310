import { readdirSync, readFileSync } from "node:fs";
import { native } from "@pixelmill/native";

/** What /proc tells of a process's place and times; null where it is gone, or there is no /proc. */
export interface ProcessStat {
  readonly pid: number;
  readonly parent: number;
  /** User and system time, its own and that of children it has waited for, in seconds. */
  readonly cpuSeconds: number;
}

/** Clock ticks a second of /proc: USER_HZ, 100 on every Linux that Node runs on (proc(5), times in `stat`). */
const ticksPerSecond = 100;

/** Takes a line of /proc/PID/stat apart. The name in parentheses may hold anything: what follows the last one counts. */
export function parseStat(text: string): ProcessStat {
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  // After the name: state, ppid, …; utime, stime, cutime and cstime are fields 14 to 17 of the whole line.
  const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
  return { pid: Number.parseInt(text, 10), parent: Number(fields[1]), cpuSeconds: ticks / ticksPerSecond };
}

/** Bytes that only this process uses: everything it has allocated. Null where it is gone. */
export const anonymousBytes = (pid: number): number | null => kilobytes(read(`/proc/${pid}/status`), "RssAnon");

/** Its share of what several processes use, in bytes: programs, libraries, shared memory. Null where it is gone. */
export const sharedBytes = (pid: number): number | null => native.mappedMemory(pid)?.shareBytes ?? null;

function kilobytes(text: string | null, name: string): number | null {
  const value = new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(text ?? "")?.[1];
  return value === undefined ? null : Number(value) * 1024;
}

/** All processes there are. Zombies are among them: their time is not their parent's yet. */
export function allStats(): ProcessStat[] {
  return listProcesses()
    .map((pid) => read(`/proc/${pid}/stat`))
    .filter((text) => text !== null)
    .map(parseStat);
}

/** Ids of a process's children, by the threads that forked them. */
export function childrenOf(pid: number): number[] {
  return listFolder(`/proc/${pid}/task`).flatMap((thread) => numbers(read(`/proc/${pid}/task/${thread}/children`) ?? ""));
}

/** The words a process was started with; empty where it is gone. */
export const commandOf = (pid: number): readonly string[] => (read(`/proc/${pid}/cmdline`) ?? "").split("\0");

const listProcesses = (): number[] =>
  listFolder("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number);

const numbers = (text: string): number[] => text.split(" ").filter(Boolean).map(Number);

function listFolder(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function read(file: string): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return null;
  }
}
