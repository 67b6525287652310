import { hash } from "node:crypto";

const keyForm = /^[a-z0-9-]+(?:\/[a-z0-9-]+)*$/;

/** Longest key, so that its file name stays below what any file system allows. */
const longestKey = 200;

/** Begins every blob's file name: keeps keys such as `nul` from being a device on Windows. */
const mark = "_";

/** Stands for the slash of a key, which holds no dot itself. */
const slash = ".";

/** Names of the folders that blobs are spread over: one byte in hexadecimal. 100,000 blobs make about 400 files in each. */
export const shards: readonly string[] = Array.from({ length: 256 }, (_, at) => at.toString(16).padStart(2, "0"));

/** Where a blob lies. The key is made by Pixelmill, so a key of another form is a bug and throws. */
export interface BlobPath {
  readonly shard: string;
  readonly name: string;
}

export function blobPath(key: string): BlobPath {
  if (!keyForm.test(key) || key.length > longestKey) throw new Error(`Not a blob key: ${JSON.stringify(key)}`);
  return { shard: hash("sha256", key).slice(0, 2), name: mark + key.replaceAll("/", slash) };
}

/** The key that a file name stands for, or null for a file that is no blob. */
export function keyOfName(name: string): string | null {
  const key = name.slice(mark.length).replaceAll(slash, "/");
  return name.startsWith(mark) && keyForm.test(key) ? key : null;
}
