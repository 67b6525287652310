import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { native } from "@pixelmill/native";

/** Flags that no file of Windows has are left out there. */
const flag = (value: number | undefined): number => value ?? 0;

/** Refuses a link (ELOOP), and does not wait where a named pipe was put. Windows fsyncs only what may be written. */
const plainFileFlags =
  (process.platform === "win32" ? constants.O_RDWR : constants.O_RDONLY) |
  flag(constants.O_NOFOLLOW) |
  flag(constants.O_NONBLOCK);

/** Writes a new file and fsyncs it. Gives its size in bytes. */
export function writeDurably(path: string, bytes: AsyncIterable<Uint8Array>): Promise<number> {
  return withFile(path, "wx", async (file) => {
    await file.writeFile(bytes);
    return synced(file);
  });
}

/** Fsyncs a finished file that someone untrusted wrote. Gives its size in bytes; rejects for a link or another special file. */
export function syncPlainFile(path: string): Promise<number> {
  return withPlainFile(path, synced);
}

/** Copies a file that someone untrusted wrote and fsyncs the copy. Otherwise as {@link syncPlainFile}. */
export function copyPlainFile(from: string, to: string): Promise<number> {
  return withPlainFile(from, (file) => writeDurably(to, file.createReadStream({ autoClose: false })));
}

/** Makes the names in a directory durable. Windows cannot, and need not: NTFS journals names itself. */
export async function syncDirectory(directory: string): Promise<void> {
  if (process.platform === "win32") return;
  await withFile(directory, "r", (handle) => handle.sync());
}

function withPlainFile<T>(path: string, use: (file: FileHandle) => Promise<T>): Promise<T> {
  return withFile(path, plainFileFlags, async (file) => {
    if (!(await file.stat()).isFile()) throw new Error("Not a plain file.");
    return use(file);
  });
}

async function withFile<T>(path: string, flags: string | number, use: (file: FileHandle) => Promise<T>): Promise<T> {
  const file = await open(native.longPath(path), flags);
  try {
    return await use(file);
  } finally {
    await file.close();
  }
}

async function synced(file: FileHandle): Promise<number> {
  await file.sync();
  return (await file.stat()).size;
}
