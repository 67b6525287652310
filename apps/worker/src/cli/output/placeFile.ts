import { randomBytes } from "node:crypto";
import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { dirname, join } from "node:path";
import { mkdir, native, removeFile, rename } from "@pixelmill/native";

/** What a file is copied from. */
export interface Original {
  readonly file: string;
  /** Whether links may be followed: those of the user are, those that an encoder may have left are not. */
  readonly followLinks: boolean;
}

/** Files that are being written, by path: what a hard end has to remove. */
export type UnfinishedFiles = Set<string>;

/**
 * Puts a copy of a file into its place, the folders above it made. It is written and fsynced beside its place under a hidden name,
 * then renamed: whoever looks finds the old file or the whole new one. Rejects with Node's error, and leaves nothing then.
 * `mode`: permission bits, of which the process's mask takes its own.
 */
export async function placeFile(from: Original, to: string, mode: number, unfinished: UnfinishedFiles): Promise<void> {
  await mkdir(dirname(to));
  const temporary = join(dirname(to), `.pixelmill-${randomBytes(8).toString("hex")}.tmp`);
  unfinished.add(temporary);
  try {
    await copyDurably(from, temporary, mode);
    await rename(temporary, to);
  } catch (error) {
    await removeFile(temporary);
    throw error;
  } finally {
    unfinished.delete(temporary);
  }
}

async function copyDurably({ file, followLinks }: Original, to: string, mode: number): Promise<void> {
  // Windows has neither flag. A pipe put where a file was must not be waited for.
  const flags = constants.O_RDONLY | (followLinks ? 0 : (constants.O_NOFOLLOW ?? 0)) | (constants.O_NONBLOCK ?? 0);
  await withFile(await open(native.longPath(file), flags), async (source) => {
    if (!(await source.stat()).isFile()) throw new Error("Not a plain file.");
    // Always writable for its owner: a read-only source must not keep its output from being written.
    await withFile(await open(native.longPath(to), "wx", (mode & 0o666) | 0o200), async (target) => {
      await target.writeFile(source.createReadStream({ autoClose: false }));
      await target.sync();
    });
  });
}

async function withFile(file: FileHandle, use: (file: FileHandle) => Promise<void>): Promise<void> {
  try {
    await use(file);
  } finally {
    await file.close();
  }
}
