import { join } from "node:path";
import type { Id } from "@pixelmill/core";

/** The encoder's side of its desk: where it finds what it was given and where it leaves what it made. */
export interface Desk {
  source(name: Id | string): string;
  output(taskId: Id): string;
  /** A file of `out` that nobody looks at: an output until it is whole. `attempt` tells several of one task apart. */
  draft(taskId: Id, attempt: string): string;
}

export const openDesk = (directory: string): Desk => ({
  source: (name) => join(directory, "in", name),
  output: (taskId) => join(directory, "out", taskId),
  draft: (taskId, attempt) => join(directory, "out", `${taskId}.${attempt}.draft`),
});
