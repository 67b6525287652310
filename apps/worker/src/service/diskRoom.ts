import { statfs } from "node:fs/promises";
import type { Config } from "../config/config.ts";

/** Files that the disk has to take after an upload: a job needs about four for each of its files that is at work. */
const mostReservedFiles = 1000;

/** The share of all files that a small disk can hold which is enough. */
const reservedShare = 0.01;

/** Whether the disk of the data directory takes so many bytes more and keeps its reserve, of bytes and of files (inodes). */
export async function hasDiskRoom(
  { dataDir, diskReserveBytes }: Pick<Config, "dataDir" | "diskReserveBytes">,
  bytes: number,
): Promise<boolean> {
  const { bavail, bsize, files, ffree } = await statfs(dataDir);
  return bavail * bsize - bytes >= diskReserveBytes && hasFileRoom(files, ffree);
}

/** Bytes that this user may still write to the disk of a directory. */
export async function freeDiskBytes(directory: string): Promise<number> {
  const { bavail, bsize } = await statfs(directory);
  return bavail * bsize;
}

/** Whether a disk that can hold `files` takes enough more. Some file systems (btrfs) have no such number and say 0. */
export const hasFileRoom = (files: number, freeFiles: number): boolean =>
  files === 0 || freeFiles >= Math.min(mostReservedFiles, Math.ceil(files * reservedShare));
