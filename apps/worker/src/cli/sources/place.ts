import { join } from "node:path";
import type { FileFacts } from "./fileFacts.ts";
import type { Source } from "./source.ts";

/** Where a file or folder is, in the three ways it is spoken of. */
export interface Place {
  /** Absolute path. */
  readonly path: string;
  /** Path as the user would write it. */
  readonly shownPath: string;
  /** Path in the output folder, folders separated by `/`; `""` for the output folder itself. */
  readonly treePath: string;
}

/** The place of a name in a folder. */
export const below = ({ path, shownPath, treePath }: Place, name: string): Place => ({
  path: join(path, name),
  shownPath: join(shownPath, name),
  treePath: treePath === "" ? name : `${treePath}/${name}`,
});

/** A file as a source. */
export function toSource({ path, shownPath, treePath }: Place, facts: FileFacts, guessed: boolean): Source {
  const { identity, bytes, mode } = facts;
  return { file: path, shownPath, treePath, identity, bytes, mode, guessed };
}

/** Order by code units: the same on every machine. */
export const byTreePath = (a: { readonly treePath: string }, b: { readonly treePath: string }): number =>
  a.treePath < b.treePath ? -1 : a.treePath > b.treePath ? 1 : 0;
