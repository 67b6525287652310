import { setTimeout as sleep } from "node:timers/promises";
import type { JobChanges, JobRecord } from "@pixelmill/core";
import type { Parts } from "./parts.ts";
import { jobView, taskView, type ViewParts } from "./views.ts";

/** At most ten events a second reach a page. */
const intervalMs = 100;
/** Tasks in one event. */
const eventTasks = 1000;

/**
 * What changes in a job, from a sequence number on, until the signal aborts or the job is deleted. The store's rows are
 * the log: an event carries the newest state of every task that changed since the last, so nothing is lost over a
 * restart and nothing piles up while nobody looks.
 */
export async function* jobChanges(
  parts: Pick<Parts, "bell"> & ViewParts,
  job: JobRecord,
  since: number,
  signal: AbortSignal,
): AsyncGenerator<{ readonly sequence: number; readonly changes: JobChanges }> {
  const bell = parts.bell.listen(job.id, signal);
  let sequence = since;
  let more = true;
  while (more) {
    // Asked for before the rows: a task that ends in between may not look as if it waited again.
    const now = activity(parts, job);
    const records = await parts.store.changes(job.id, sequence, eventTasks);
    const current = await parts.store.job(job.id);
    if (current === null) return;
    sequence = records.at(-1)?.sequence ?? sequence;
    yield {
      sequence,
      changes: {
        job: await jobView(current, parts),
        tasks: records.map((record) => taskView(record, parts)),
        activity: now,
      },
    };
    // A backlog is sent without pause.
    if (records.length < eventTasks) {
      await sleep(intervalMs, undefined, { signal }).catch(() => {});
      more = await bell.next();
    }
  }
}

const activity = ({ activities }: Pick<Parts, "activities">, job: JobRecord): JobChanges["activity"] => ({
  running: activities.runningOf(job.id),
  otherTasksQueued: activities.othersOf(job.id),
});
