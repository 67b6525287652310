import { statfs } from "node:fs/promises";
import type { Config } from "../config/config.ts";
import { DiskAccount } from "./diskAccount.ts";

/** Files that the disk has to take after an upload: a job needs about four for each of its files that is at work. */
const mostReservedFiles = 1000;

/** The share of all files that a small disk can hold which is enough. */
const reservedShare = 0.01;

type Disk = Pick<Config, "dataDir" | "diskReserveBytes">;

/** Whether the disk of the data directory has its reserve, of bytes and of files (inodes). */
export async function hasDiskReserve({ dataDir, diskReserveBytes }: Disk): Promise<boolean> {
  const { bavail, bsize, files, ffree } = await statfs(dataDir);
  return bavail * bsize >= diskReserveBytes && hasFileRoom(files, ffree);
}

/** The account of the disk of the data directory. */
export const createDiskAccount = ({ dataDir, diskReserveBytes }: Disk): DiskAccount =>
  new DiskAccount(diskReserveBytes, async () => {
    const { bavail, bsize, files, ffree } = await statfs(dataDir);
    return { bytes: bavail * bsize, takesFiles: (count) => hasFileRoom(files, ffree - count) };
  });

/** Bytes that this user may still write to the disk of a directory. */
export async function freeDiskBytes(directory: string): Promise<number> {
  const { bavail, bsize } = await statfs(directory);
  return bavail * bsize;
}

/** Whether a disk that can hold `files` takes enough more. Some file systems (btrfs) have no such number and say 0. */
export const hasFileRoom = (files: number, freeFiles: number): boolean =>
  files === 0 || freeFiles >= Math.min(mostReservedFiles, Math.ceil(files * reservedShare));
