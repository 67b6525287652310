import { join } from "node:path";
import type { Id } from "@pixelmill/core";
import { outputName } from "../protocol/outputName.ts";
import type { SourceMetadata } from "./metadata/sourceMetadata.ts";
import type { Timing } from "./unpack/unpack.ts";

/** The encoder's side of its desk: where it finds what it was given and where it leaves what it made. */
export interface Desk {
  source(name: Id | string): string;
  /** Of a source that is an animation in a file that can't tell it. */
  readonly timing: Timing | null;
  /** Of a source in a file that does not hold its metadata. */
  readonly metadata: SourceMetadata | null;
  /** The file of one output, by its place in the settings. */
  output(taskId: Id, index: number): string;
  /** A file of `out` that nobody looks at: an output until it is whole. `attempt` tells several of one output apart. */
  draft(taskId: Id, index: number, attempt: string): string;
}

export const openDesk = (directory: string): Desk => ({
  source: (name) => join(directory, "in", name),
  timing: null,
  metadata: null,
  output: (taskId, index) => join(directory, "out", outputName(taskId, index)),
  draft: (taskId, index, attempt) => join(directory, "out", `${outputName(taskId, index)}.${attempt}.draft`),
});
