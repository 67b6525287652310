import { createHash, type Hash, randomBytes } from "node:crypto";
import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { dirname, join } from "node:path";
import { mkdir, native, removeFile, rename } from "@pixelmill/native";

/** What a file is copied from. */
export interface Original {
  readonly file: string;
  /** Whether links may be followed: those of the user are, those that an encoder may have left are not. */
  readonly followLinks: boolean;
  /** What its bytes have to be, by their SHA-256; left out where whatever is there is meant. */
  readonly sha256?: string;
}

/** Files that are being written, by path: what a hard end has to remove. */
export type UnfinishedFiles = Set<string>;

/**
 * Puts a copy of a file into its place, the folders above it made. It is written and fsynced beside its place under a hidden name,
 * then renamed: whoever looks finds the old file or the whole new one. Rejects with Node's error, and leaves nothing then.
 * `mode`: permission bits, of which the process's mask takes its own. Gives the SHA-256 of what was placed, in hexadecimal.
 */
export async function placeFile(from: Original, to: string, mode: number, unfinished: UnfinishedFiles): Promise<string> {
  await mkdir(dirname(to));
  const temporary = join(dirname(to), `.pixelmill-${randomBytes(8).toString("hex")}.tmp`);
  unfinished.add(temporary);
  try {
    const sha256 = await copyDurably(from, temporary, mode);
    if (from.sha256 !== undefined && from.sha256 !== sha256) throw new Error("It is not the file that it was.");
    await rename(temporary, to);
    return sha256;
  } catch (error) {
    await removeFile(temporary);
    throw error;
  } finally {
    unfinished.delete(temporary);
  }
}

async function copyDurably({ file, followLinks }: Original, to: string, mode: number): Promise<string> {
  const hash = createHash("sha256");
  // Windows has neither flag. A pipe put where a file was must not be waited for.
  const flags = constants.O_RDONLY | (followLinks ? 0 : (constants.O_NOFOLLOW ?? 0)) | (constants.O_NONBLOCK ?? 0);
  await withFile(await open(native.longPath(file), flags), async (source) => {
    if (!(await source.stat()).isFile()) throw new Error("Not a plain file.");
    // Always writable for its owner: a read-only source must not keep its output from being written.
    await withFile(await open(native.longPath(to), "wx", (mode & 0o666) | 0o200), async (target) => {
      await target.writeFile(hashed(source.createReadStream({ autoClose: false }), hash));
      await target.sync();
    });
  });
  return hash.digest("hex");
}

async function* hashed(bytes: AsyncIterable<Uint8Array>, hash: Hash): AsyncGenerator<Uint8Array> {
  for await (const chunk of bytes) {
    hash.update(chunk);
    yield chunk;
  }
}

async function withFile(file: FileHandle, use: (file: FileHandle) => Promise<void>): Promise<void> {
  try {
    await use(file);
  } finally {
    await file.close();
  }
}
