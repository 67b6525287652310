import { basename, resolve } from "node:path";
import { type FileFacts, fileFacts } from "./fileFacts.ts";
import type { Place } from "./place.ts";
import { systemReason } from "./systemReason.ts";

/** What the user named on the command line. */
export interface Named {
  /** Its place as a file: by its name, in the output folder itself. */
  readonly place: Place;
  /** Null where it cannot be looked at; `problem` says why then. */
  readonly facts: FileFacts | null;
  readonly problem: string | null;
}

export async function lookAt(input: string): Promise<Named> {
  const path = resolve(input);
  const place = { path, shownPath: input, treePath: basename(path) };
  try {
    return { place, facts: await fileFacts(path), problem: null };
  } catch (error) {
    return { place, facts: null, problem: systemReason(error) };
  }
}
