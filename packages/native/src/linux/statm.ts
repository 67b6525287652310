import { closeSync, openSync, readFileSync, readSync } from "node:fs";
import type { ProcessReader } from "../probe/sampler.ts";

/**
 * Parses /proc/PID/statm (proc(5)): pages in all, resident, and of these shared, which are files and shared memory.
 * Null for a process without memory of its own: a zombie.
 */
export function parseStatm(text: string, pageBytes: number): { ownBytes: number; fileBytes: number } | null {
  const found = /^\d+ (\d+) (\d+) /.exec(text);
  const [resident, shared] = [Number(found?.[1] ?? 0), Number(found?.[2] ?? 0)];
  if (resident === 0) return null;
  return { ownBytes: Math.max(0, resident - shared) * pageBytes, fileBytes: shared * pageBytes };
}

/** The key of the page size among the pairs of words in /proc/PID/auxv (getauxval(3)). */
const AT_PAGESZ = 6n;

/** The size of a page, from what the kernel handed this process at its start; null where it is not there. Words of 64 bits. */
export function parsePageBytes(auxv: Buffer): number | null {
  const words = new BigUint64Array(new Uint8Array(auxv).buffer, 0, Math.floor(auxv.length / 8));
  for (let index = 0; index + 1 < words.length; index += 2) if (words[index] === AT_PAGESZ) return Number(words[index + 1]);
  return null;
}

/** The page size of all Linux systems on x86, and of most others. */
const usualPageBytes = 4096;

function readPageBytes(): number {
  try {
    return parsePageBytes(readFileSync("/proc/self/auxv")) ?? usualPageBytes;
  } catch {
    return usualPageBytes;
  }
}

let pageBytes: number | null = null;

/** Seven numbers of at most 20 digits and their spaces. */
const buffer = Buffer.alloc(160);

/**
 * Opens a process's file of pages and keeps it open: a read then takes a sixth of what opening it takes too, and the file of a
 * process that has ended stays one of an ended process, whoever has its number now.
 */
export function openStatm(pid: number): ProcessReader | null {
  pageBytes ??= readPageBytes();
  const bytes = pageBytes;
  try {
    const file = openSync(`/proc/${pid}/statm`, "r");
    return { read: () => readStatm(file, bytes), close: () => closeSync(file) };
  } catch {
    return null;
  }
}

function readStatm(file: number, bytes: number): ReturnType<typeof parseStatm> {
  try {
    return parseStatm(buffer.toString("latin1", 0, readSync(file, buffer, 0, buffer.length, 0)), bytes);
  } catch {
    return null;
  }
}
