import type { Activity, Id, TaskView } from "@pixelmill/core";
import { fileName } from "../../lib/fileName.ts";

/** What one encoder is doing for a job. */
export interface Lane {
  readonly encoder: number;
  /** Names of the files, without their folders, the one begun first first. */
  readonly files: readonly { readonly id: Id; readonly name: string; readonly startedAt: number }[];
}

/** Encoders that are at work for a job, in the order of their numbers. */
export function lanesOf({ running }: Activity, tasks: ReadonlyMap<Id, Pick<TaskView, "path">>): Lane[] {
  const byEncoder = Map.groupBy(
    running.toSorted((a, b) => a.startedAt - b.startedAt),
    ({ encoder }) => encoder,
  );
  return [...byEncoder]
    .toSorted(([a], [b]) => a - b)
    .map(([encoder, of]) => ({
      encoder,
      files: of.map(({ taskId, startedAt }) => ({ id: taskId, name: fileName(tasks.get(taskId)?.path ?? ""), startedAt })),
    }));
}
