import type { JobRecord, JobTotals, JobView, TaskRecord, TaskView } from "@pixelmill/core";
import type { Parts } from "./parts.ts";

/** A task as its owner sees it: the record without keys and hashes, `running` where it is being encoded. */
export function taskView(record: TaskRecord, { activities }: Pick<Parts, "activities">): TaskView {
  const running = record.state === "queued" && activities.isRunning(record.taskId);
  return {
    id: record.taskId,
    path: record.path,
    state: running ? "running" : record.state,
    sourceBytes: record.sourceBytes,
    info: record.info,
    revision: record.revision,
    outputs: record.outputs.map(({ result, path }) => ({ result, path })),
    encodeMs: record.encodeMs,
    peakBytes: record.peakBytes,
    sequence: record.sequence,
  };
}

/** What a job's view is made of. */
export type ViewParts = Pick<Parts, "store" | "activities"> & { readonly config: Pick<Parts["config"], "resultsKeepMs"> };

/** A job as its owner sees it. */
export async function jobView(record: JobRecord, { store, activities, config }: ViewParts): Promise<JobView> {
  const totals = await store.totals(record.id);
  const { owner: _, ...job } = record;
  const { finishedAt } = record;
  const expiresAt = finishedAt === null || config.resultsKeepMs === null ? null : finishedAt + config.resultsKeepMs;
  return {
    ...job,
    otherSettings: [...(await store.otherSettings(record.id))],
    expiresAt,
    totals: withRunning(totals, activities.runningOf(record.id).length),
  };
}

/** The store counts what is being encoded as queued. */
function withRunning(totals: JobTotals, running: number): JobTotals {
  const queued = Math.max(0, totals.states.queued - running);
  return { ...totals, states: { ...totals.states, queued, running: totals.states.queued - queued } };
}
