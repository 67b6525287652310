import { join, relative } from "node:path";
import { UploadRooms } from "../upload/uploadRooms.ts";
import { isReceived, UploadStore, uploadsDir } from "../upload/uploadStore.ts";
import { entriesBelow } from "./checkFiles.ts";
import type { Finding } from "./findings.ts";

/** Folders in which nothing lasts longer than a service runs. */
const passing = ["desks", "one-shot", "samples"];

/** Files that a service that has ended should not have left. An upload that was cut is none: it can be resumed until it expires. */
export async function checkLeftovers(dataDir: string): Promise<Finding[]> {
  const files = (await Promise.all(passing.map((folder) => entriesBelow(join(dataDir, folder))))).flat();
  const names = files.map(({ parentPath, name }) => relative(dataDir, join(parentPath, name)));
  return [...names, ...(await uploadLeftovers(dataDir))].map((what) => ({ kind: "leftover", what }));
}

/** Bytes of an upload without a record, or of one that has become a task. */
async function uploadLeftovers(dataDir: string): Promise<string[]> {
  const directory = uploadsDir(dataDir);
  const names = new Set((await entriesBelow(directory)).map(({ name }) => name));
  // Only read: nothing needs room.
  const store = new UploadStore(directory, 0, new UploadRooms(async () => null));
  const left: string[] = [];
  for (const name of names) {
    const id = name.replace(/\..*$/, "");
    if (name.endsWith(".json")) continue;
    const upload = name === id ? await store.getUpload(id).catch(() => null) : null;
    if (upload === null || isReceived(upload)) left.push(join("uploads", name));
  }
  return left;
}
