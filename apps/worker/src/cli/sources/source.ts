import type { Failure } from "@pixelmill/core";

/** A file that is to be optimized. */
export interface Source {
  /** Absolute path. */
  readonly file: string;
  /** Path as the user would write it: for messages and machine output. */
  readonly shownPath: string;
  /** Path in the output folder, before its extension changes; folders separated by `/`. */
  readonly treePath: string;
  readonly identity: string;
  /** Size in bytes. */
  readonly bytes: number;
  /** Permission bits, which its output gets too. */
  readonly mode: number;
  /** Its name does not say what it is: holding no image is no failure of it. */
  readonly guessed: boolean;
}

/** Something named, or found with the name of an image, that cannot be read. */
export interface UnreadableSource {
  readonly shownPath: string;
  readonly error: Failure;
}

/** Everything to be done, known before the first output is written. */
export interface SourceList {
  /** In the order of their paths in the output folder. */
  readonly sources: readonly Source[];
  readonly unreadable: readonly UnreadableSource[];
  /** Other files that were passed over. */
  readonly skipped: number;
}
