import type { Dirent, ReadStream, Stats, WriteStream } from "node:fs";
import * as streams from "node:fs";
import * as fs from "node:fs/promises";
import { dirname, extname } from "node:path";
import { safeFilePath as filePath, safeFolderPath as folderPath } from "./safePath.ts";

// Every place that touches a path a user gave goes through these, so that a long one works on Windows.

/** Facts of a file or folder, links followed. Rejects with Node's error (ENOENT, EACCES …). */
export function stat(path: string): Promise<Stats> {
  return fs.stat(filePath(path));
}

/** Size of a file in bytes. Rejects as `stat` does. */
export async function fileSize(path: string): Promise<number> {
  return (await stat(path)).size;
}

/** True for an existing file; false for a folder, for nothing there, and for what may not be looked at. */
export async function fileExists(path: string): Promise<boolean> {
  return (await statOrNull(path))?.isFile() ?? false;
}

/** True for an existing folder; false for a file, for nothing there, and for what may not be looked at. */
export async function folderExists(path: string): Promise<boolean> {
  return (await statOrNull(path))?.isDirectory() ?? false;
}

function statOrNull(path: string): Promise<Stats | null> {
  return stat(path).catch(() => null);
}

/** The extension with its dot, in lower case; empty without one, and for names such as `.profile`. */
export function extension(path: string): string {
  return extname(filePath(path)).toLowerCase();
}

/** Names and kinds in a folder, not below it. Rejects with Node's error. */
export function readFolder(path: string): Promise<Dirent[]> {
  return fs.readdir(folderPath(path), { withFileTypes: true });
}

/** A whole file. Rejects with Node's error. */
export function readFile(path: string): Promise<Buffer> {
  return fs.readFile(filePath(path));
}

/** Writes a whole file over whatever was there. Rejects with Node's error. */
export function writeFile(path: string, data: string | Uint8Array): Promise<void> {
  return fs.writeFile(filePath(path), data);
}

/** Node's read stream; `start` and `end` are byte offsets, both included. */
export function createReadStream(path: string, options: { start?: number; end?: number } = {}): ReadStream {
  return streams.createReadStream(filePath(path), options);
}

/** Node's write stream; flag `w` (default) writes over, `wx` fails where the file exists. */
export function createWriteStream(path: string, options: { flags?: "w" | "wx"; mode?: number } = {}): WriteStream {
  return streams.createWriteStream(filePath(path), options);
}

/** Renames a file, over an existing one too. Rejects with Node's error (EXDEV across volumes). */
export function rename(from: string, to: string): Promise<void> {
  return fs.rename(filePath(from), filePath(to));
}

/** What one step of making folders came to: nothing left to do, or the folder above is to be made first. */
type FolderStep = "made" | "aboveMissing";

/**
 * Node's own recursive mkdir never ends where the system has a folder but makes none in it and says ENOENT, as Linux does in /proc.
 * Here a second ENOENT, after the folder above was made, is final.
 */
async function makeFolder(folder: string, mode: number | undefined): Promise<void> {
  if ((await makeOneFolder(folder, mode)) === "made") return;
  await makeFolder(dirname(folder), mode);
  await fs.mkdir(folder, { mode }).catch((error: NodeJS.ErrnoException) => unlessFolder(folder, error));
}

async function makeOneFolder(folder: string, mode: number | undefined): Promise<FolderStep> {
  try {
    await fs.mkdir(folder, { mode });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT" && dirname(folder) !== folder) return "aboveMissing";
    await unlessFolder(folder, error as NodeJS.ErrnoException);
  }
  return "made";
}

/** A folder that is there already is as good as made. */
async function unlessFolder(folder: string, error: NodeJS.ErrnoException): Promise<void> {
  const there = await fs.stat(folder).catch(() => null);
  if (!there?.isDirectory()) throw error;
}

/** Makes a folder and those above it; fine where it is there already. `mode` (default 0o777, less the umask) is for what is made. */
export async function mkdir(path: string, options: { mode?: number } = {}): Promise<void> {
  await makeFolder(folderPath(path), options.mode);
}

/** Removes a file; fine where there is none. */
export async function removeFile(path: string): Promise<void> {
  const file = filePath(path);
  try {
    await fs.unlink(file);
  } catch (error) {
    // Node's rm knows more ways, such as for a read-only file of Windows, but looks at the file twice before it begins.
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") await fs.rm(file, { force: true });
  }
}
