import type { Id } from "@pixelmill/core";

/** Name in `out` of one output of a task, by its place in the settings. */
export const outputName = (taskId: Id, index: number): string => `${taskId}-${index}`;
