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
  /** Tasks at an encoder by the last event. */
  #running: ReadonlySet<Id> = new Set();
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
    const running = new Set(activity.running.map(({ taskId }) => taskId));
    for (const task of tasks) {
      const known = this.#tasks.get(task.id);
      if (!known || known.sequence < task.sequence) this.#tasks.set(task.id, withState(task, running));
    }
    for (const id of [...this.#running, ...running]) {
      const task = this.#tasks.get(id);
      if (task) this.#tasks.set(id, withState(task, running));
    }
    this.#running = running;
    this.#next = { job, activity, samples: addSample(this.#next.samples, { atMs: now, bytes: job.totals.deliveredSourceBytes }) };
    this.#emitter.changed();
  }

  /** Takes in a newer view of the job alone, as the answer to a request carries it. Told at once: somebody waits for it. */
  applyJob(job: JobView): void {
    this.#next = { ...this.#next, job };
    this.#emitter.flush();
  }
}

/**
 * The task as it stands now. That an encoder begins with a task, or loses it, is never stored and makes no new task: of those that
 * are inspected and have not ended, exactly the ones at an encoder are running.
 */
function withState(task: TaskView, running: ReadonlySet<Id>): TaskView {
  if (task.state !== "queued" && task.state !== "running") return task;
  const state = running.has(task.id) ? "running" : "queued";
  return state === task.state ? task : { ...task, state };
}
