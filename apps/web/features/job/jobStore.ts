import type { Activity, Id, JobChanges, JobView, TaskView } from "@pixelmill/core";
import { createEmitter } from "../../lib/emitter.ts";
import { serverNow } from "../../lib/serverClock.ts";
import { addSample, type Sample } from "./speed.ts";

/** What the page knows of a job from the server. The map is changed in place; the object is new after a change. */
export interface JobSnapshot {
  /** Null until the first event. */
  readonly job: JobView | null;
  readonly activity: Activity | null;
  /** In order of arrival. A task's object is new only if the task changed. */
  readonly tasks: ReadonlyMap<Id, TaskView>;
  /** Points of the recent past from which the speed is told. */
  readonly samples: readonly Sample[];
}

export const emptySnapshot: JobSnapshot = { job: null, activity: null, tasks: new Map(), samples: [] };

/** Gathers a job's events; listeners hear of a burst once. */
export class JobStore {
  readonly #tasks = new Map<Id, TaskView>();
  #snapshot = emptySnapshot;
  #next: Omit<JobSnapshot, "tasks"> = emptySnapshot;
  readonly #emitter;

  constructor({ intervalMs }: { readonly intervalMs?: number } = {}) {
    this.#emitter = createEmitter({
      ...(intervalMs === undefined ? {} : { intervalMs }),
      beforeEmit: () => {
        this.#snapshot = { ...this.#next, tasks: this.#tasks };
      },
    });
  }

  subscribe = (listener: () => void): (() => void) => this.#emitter.subscribe(listener);
  snapshot = (): JobSnapshot => this.#snapshot;

  /** Takes an event in. A task told again as it is known (a replay after a cut connection) changes nothing. */
  apply({ job, tasks, activity }: JobChanges, now = serverNow()): void {
    for (const task of tasks) {
      const known = this.#tasks.get(task.id);
      if (!known || known.sequence < task.sequence) this.#tasks.set(task.id, task);
    }
    this.#next = { job, activity, samples: addSample(this.#next.samples, { atMs: now, bytes: job.totals.deliveredSourceBytes }) };
    this.#emitter.changed();
  }

  /** Takes in a newer view of the job alone, as the answer to a request carries it. */
  applyJob(job: JobView): void {
    this.#next = { ...this.#next, job };
    this.#emitter.changed();
  }
}
