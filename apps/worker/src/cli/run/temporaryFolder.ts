import { rmSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { native } from "@pixelmill/native";
import type { UnfinishedFiles } from "../output/placeFile.ts";

/** What a run leaves nowhere: a folder that only this user may look into, and the files that are being written. */
export interface TemporaryFolder {
  readonly path: string;
  readonly unfinished: UnfinishedFiles;
  /** Removes the folder and all that is in it. */
  remove(): Promise<void>;
}

/** Makes the folder in the system's folder for temporary files. Where the process ends in whatever way it still notices, it is removed. */
export async function makeTemporaryFolder(): Promise<TemporaryFolder> {
  const path = await mkdtemp(join(tmpdir(), "pixelmill-"));
  const unfinished: UnfinishedFiles = new Set();
  const removeNow = () => {
    for (const file of unfinished) rmSync(native.longPath(file), { force: true });
    rmSync(path, { recursive: true, force: true });
  };
  process.on("exit", removeNow);
  return {
    path,
    unfinished,
    remove: async () => {
      await rm(path, { recursive: true, force: true, maxRetries: 5 });
      process.off("exit", removeNow);
    },
  };
}
