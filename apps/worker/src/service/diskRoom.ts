import { statfs } from "node:fs/promises";
import type { Config } from "../config/config.ts";
import { DiskAccount, type DiskLeft } from "./diskAccount.ts";

/** Files that the disk has to take after an upload: a job needs about four for each of its files that is at work. */
const mostReservedFiles = 1000;

/** The share of all files that a small disk can hold which is enough. */
const reservedShare = 0.01;

type Disk = Pick<Config, "dataDir" | "diskReserveBytes">;

/** Whether the disk of the data directory has its reserve, of bytes and of files (inodes). */
export async function hasDiskReserve({ dataDir, diskReserveBytes }: Disk): Promise<boolean> {
  const left = await diskLeft(dataDir);
  return left.bytes >= diskReserveBytes && left.takesFiles(0);
}

/** The account of the disk of the data directory. */
export const createDiskAccount = ({ dataDir, diskReserveBytes }: Disk): DiskAccount =>
  new DiskAccount(diskReserveBytes, () => diskLeft(dataDir));

/** Bytes that this user may still write to the disk of a directory. */
export const freeDiskBytes = async (directory: string): Promise<number> => (await diskLeft(directory)).bytes;

async function diskLeft(directory: string): Promise<DiskLeft> {
  const { bavail, bsize, files, ffree } = await statfs(directory);
  return { bytes: bavail * bsize, takesFiles: (count) => hasFileRoom(files, ffree - count) };
}

/** Whether a disk that can hold `files` takes enough more. Some file systems (btrfs) have no such number and say 0. */
export const hasFileRoom = (files: number, freeFiles: number): boolean =>
  files === 0 || freeFiles >= Math.min(mostReservedFiles, Math.ceil(files * reservedShare));
