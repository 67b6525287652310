import { statfs } from "node:fs/promises";
import type { Config } from "../config/config.ts";

/** Whether the disk of the data directory takes so many bytes more and keeps its reserve. */
export async function hasDiskRoom({ dataDir, diskReserveBytes }: Config, bytes: number): Promise<boolean> {
  const disk = await statfs(dataDir);
  return disk.bavail * disk.bsize - bytes >= diskReserveBytes;
}
