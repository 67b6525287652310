import { closeSync, constants, fstatSync, fsync, lstatSync, openSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { promisify } from "node:util";
import { native } from "@pixelmill/native";

// What only looks a name up (open, stat and close of a file that is there) is done at once: a few microseconds of a local disk's
// cache, where a turn through Node's thread pool takes 20 µs of processor time. Whatever writes or waits goes to that pool.

const waitForDisk = promisify(fsync);

/** Flags that no file of Windows has are left out there. */
const flag = (value: number | undefined): number => value ?? 0;

/** Refuses a link (ELOOP), and does not wait where a named pipe was put. Windows fsyncs only what may be written. */
const plainFileFlags =
  (process.platform === "win32" ? constants.O_RDWR : constants.O_RDONLY) |
  flag(constants.O_NOFOLLOW) |
  flag(constants.O_NONBLOCK);

/** Writes a new file. It is not durable yet. Whenever it asks for more bytes, less than {@link gatheredBytes} are still to be written. */
export function writeNew(path: string, bytes: AsyncIterable<Uint8Array>): Promise<void> {
  return withFile(path, "wx", async (file) => {
    let waiting: Uint8Array[] = [];
    for await (const chunk of bytes) {
      waiting.push(chunk);
      if (bytesIn(waiting) < gatheredBytes) continue;
      await write(file, waiting);
      waiting = [];
    }
    await write(file, waiting);
  });
}

/** Bytes written in one go: most images whole, where each chunk of a socket would take a turn of its own. */
export const gatheredBytes = 512 * 1024;

async function write(file: FileHandle, chunks: Uint8Array[]): Promise<void> {
  if (chunks.length === 0) return;
  const { bytesWritten } = await file.writev(chunks);
  // A full disk takes a part; writing the rest tells.
  if (bytesWritten < bytesIn(chunks)) await file.writeFile(Buffer.concat(chunks).subarray(bytesWritten));
}

const bytesIn = (chunks: readonly Uint8Array[]): number => chunks.reduce((sum, { byteLength }) => sum + byteLength, 0);

/** Copies a file that someone untrusted wrote; rejects for a link or another special file. The copy is not durable yet. */
export function copyPlainFile(from: string, to: string): Promise<void> {
  return withFile(from, plainFileFlags, async (file) => {
    if (!(await file.stat()).isFile()) throw notPlain();
    await writeNew(to, file.createReadStream({ autoClose: false }));
  });
}

/** Throws where what lies there is a link or another special file. */
export function checkPlainFile(path: string): void {
  if (!lstatSync(native.longPath(path)).isFile()) throw notPlain();
}

/** Makes the bytes of a file durable. Gives its size in bytes. */
export async function syncFile(path: string): Promise<number> {
  const file = openSync(native.longPath(path), plainFileFlags);
  try {
    await waitForDisk(file);
    return fstatSync(file).size;
  } finally {
    closeSync(file);
  }
}

/** Makes the names in a directory durable. Windows cannot, and need not: NTFS journals names itself. */
export async function syncDirectory(directory: string): Promise<void> {
  if (process.platform === "win32") return;
  const opened = openSync(directory, "r");
  try {
    await waitForDisk(opened);
  } finally {
    closeSync(opened);
  }
}

const notPlain = (): Error => new Error("Not a plain file.");

async function withFile<T>(path: string, flags: string | number, use: (file: FileHandle) => Promise<T>): Promise<T> {
  const file = await open(native.longPath(path), flags);
  try {
    return await use(file);
  } finally {
    await file.close();
  }
}
