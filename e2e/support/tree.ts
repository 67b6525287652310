import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

/** Files by path relative to a folder's parent, `/` between folders; all paths begin with the folder's name. */
export type Tree = ReadonlyMap<string, Uint8Array>;

/** A tree on disk, for a browser to take it from. */
export interface Folder {
  /** Absolute path of a folder made by the system, which holds the tree. */
  readonly parent: string;
  remove(): Promise<void>;
}

/** Writes a tree into a new folder. */
export async function writeTree(tree: Tree): Promise<Folder> {
  const parent = await mkdtemp(path.join(tmpdir(), "pixelmill-tree-"));
  for (const [file, bytes] of tree) {
    const target = path.join(parent, file);
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, bytes);
  }
  return { parent, remove: () => rm(parent, { recursive: true, force: true }) };
}
