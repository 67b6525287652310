import { wait } from "./wait.ts";

const known = new WeakMap<Blob, number>();

/**
 * A file's size in bytes, asked for once: for a file of the disk that somebody chose, Chromium looks there each time, half a millisecond
 * each.
 */
export function fileSize(file: Blob): number {
  const size = known.get(file) ?? file.size;
  known.set(file, size);
  return size;
}

/** Files whose sizes are asked for between two turns of the event loop: some 50 ms. */
const askedAtOnce = 100;

/** Asks for the sizes of many files without blocking the page, and tells how far it is. */
export async function readSizes(files: readonly Blob[], onRead: (count: number) => void): Promise<void> {
  for (let at = 0; at < files.length; at += askedAtOnce) {
    if (at > 0) await wait(0);
    files.slice(at, at + askedAtOnce).forEach(fileSize);
    onRead(Math.min(at + askedAtOnce, files.length));
  }
}
