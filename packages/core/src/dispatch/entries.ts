import type { Estimate } from "../cost/estimate.ts";
import type { Id } from "../job/id.ts";
import { finalState, type TaskResult } from "../job/taskResult.ts";
import { isFinal } from "../job/taskState.ts";
import type { MetricsRecorder } from "../metrics/metricsRecorder.ts";
import type { TaskQueue } from "../plan/order.ts";
import type { PlanConfig } from "../plan/planConfig.ts";
import type { Clock } from "../ports/clock.ts";
import type { DispatchListener } from "./dispatchListener.ts";
import { type Entry, moveTo, newEntry } from "./entry.ts";
import { lossFailure, lossVerdict } from "./loss.ts";
import type { LossReason, Task } from "./pool.ts";
import { courseOf, type Measured, notMeasured } from "./taskCourse.ts";

/** What the entries need from outside. */
export interface EntriesOptions {
  readonly queue: TaskQueue;
  readonly listener: DispatchListener;
  readonly metrics: MetricsRecorder;
  readonly config: PlanConfig;
  readonly clock: Clock;
}

/** Every task that has not ended: taken over, put back, and ended exactly once. */
export class Entries {
  readonly #options: EntriesOptions;
  readonly #entries = new Map<Id, Entry>();
  #lastEndAt = 0;

  constructor(options: EntriesOptions) {
    this.#options = options;
  }

  /** Tasks that have not ended. */
  get size(): number {
    return this.#entries.size;
  }

  /** When the last task ended, in the clock's milliseconds. */
  get lastEndAt(): number {
    return this.#lastEndAt;
  }

  find(id: Id): Entry | undefined {
    return this.#entries.get(id);
  }

  /** The entry of that task. One that is not here is a bug and throws. */
  get(id: Id): Entry {
    const entry = this.#entries.get(id);
    if (entry === undefined || isFinal(entry.state)) throw new Error(`task ${id} is not here`);
    return entry;
  }

  ofJob(jobId: Id): Entry[] {
    return [...this.#entries.values()].filter(({ task }) => task.jobId === jobId);
  }

  /** Takes a task over, into the queue. An id that is already here is a bug and throws. */
  add(task: Task, estimate: Estimate): void {
    const { queue, config, clock } = this.#options;
    if (this.#entries.has(task.id)) throw new Error(`task ${task.id} was submitted twice`);
    const now = clock();
    const entry = newEntry(task, estimate, now, config);
    this.#entries.set(task.id, entry);
    queue.add(entry, now);
  }

  /** Back to the queue, or to its end where it was cancelled meanwhile. */
  requeue(entry: Entry): void {
    const { queue, listener, clock } = this.#options;
    moveTo(entry, "queued");
    entry.startedAt = null;
    entry.sending = null;
    entry.recalling = false;
    if (entry.cancelledAt !== null) {
      this.endAll(entry, { status: "cancelled" }, notMeasured);
      return;
    }
    queue.giveBack(entry, clock());
    listener.taskQueued(entry.task.id);
  }

  /** The encoder that ran it is gone: it runs again, or has failed. */
  sufferLoss(entry: Entry, reason: LossReason, culprit: Id | null, budgetBytes: number): void {
    if (entry.cancelledAt !== null) {
      this.requeue(entry);
      return;
    }
    const verdict = lossVerdict(entry, reason, culprit);
    if (verdict.type === "fail") {
      this.endAll(entry, { status: "failed", error: lossFailure(verdict.code, entry.task, budgetBytes) }, notMeasured);
      return;
    }
    entry.blamed ||= verdict.blamed;
    if (verdict.blamed) entry.losses += 1;
    // What overran its estimate is taken to need half as much again.
    if (verdict.blamed && reason === "memory") entry.leastPeakBytes = Math.ceil(1.5 * entry.estimate.peakBytes);
    this.#options.metrics.taskRetried();
    this.requeue(entry);
  }

  /** All outputs of a task come to the same end. */
  endAll(entry: Entry, result: TaskResult, measured: Measured): void {
    this.end(
      entry,
      entry.task.settings.outputs.map(() => result),
      measured,
    );
  }

  end(entry: Entry, results: readonly TaskResult[], measured: Measured): void {
    const { metrics, listener, clock } = this.#options;
    this.#lastEndAt = clock();
    moveTo(entry, finalState(results));
    this.#entries.delete(entry.task.id);
    metrics.taskEnded(entry.task.info, results);
    listener.taskEnded(entry.task, results, courseOf(entry, measured, this.#lastEndAt));
  }
}
