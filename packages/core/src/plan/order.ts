import type { Estimate } from "../cost/estimate.ts";
import type { Entry } from "../dispatch/entry.ts";
import type { Task } from "../dispatch/pool.ts";
import type { Id } from "../job/id.ts";
import { type Priority, priorities } from "../job/priority.ts";
import type { PlanConfig } from "./planConfig.ts";
import { SortedEntries } from "./sortedEntries.ts";

/** What a job's tasks may be ordered by. */
export const queueOrders = ["longestFirst", "largestFile", "arrival"] as const;

export type QueueOrder = (typeof queueOrders)[number];

const ranks: Readonly<Record<QueueOrder, (task: Task, estimate: Estimate, now: number) => number>> = {
  longestFirst: (_, { ms }) => ms,
  largestFile: ({ info }) => info.bytes,
  arrival: (_, __, now) => -now,
};

/** A task's place among those of its job: the highest is first, and of equals the one that came first. */
export const rankOf = (order: QueueOrder, task: Task, estimate: Estimate, now: number): number =>
  ranks[order](task, estimate, now);

/** The waiting tasks of one job. */
interface JobQueue {
  readonly entries: SortedEntries;
  /** Estimated work handed out so far, in milliseconds: the job with the least is next. */
  servedMs: number;
}

interface PriorityClass {
  readonly jobs: Map<Id, JobQueue>;
  /** When the class last had a turn, or began to wait. */
  servedAt: number;
  /** When a task of the class last began. */
  begunAt: number;
  /** `servedMs` of the job served last: where a newcomer begins, so that it neither waits nor catches up on the past. */
  turnMs: number;
}

/**
 * The order of waiting tasks: by priority class, with ageing so that nothing starves; within a class jobs share in
 * turn, by estimated work; within a job the task of the highest rank is first.
 */
export class TaskQueue {
  /** Infinite where nothing ages. */
  readonly #ageingMs: number;
  readonly #classes: Readonly<Record<Priority, PriorityClass>>;
  #size = 0;
  #workMs = 0;

  constructor({ ageing, ageingMs }: Pick<PlanConfig, "ageing" | "ageingMs">) {
    this.#ageingMs = ageing ? ageingMs : Number.POSITIVE_INFINITY;
    this.#classes = { interactive: newClass(), normal: newClass(), background: newClass() };
  }

  get size(): number {
    return this.#size;
  }

  /** Estimated work of all waiting tasks, in milliseconds. */
  get workMs(): number {
    return this.#workMs;
  }

  add(entry: Entry, now: number): void {
    const ofClass = this.#classes[entry.priority];
    if (ofClass.jobs.size === 0) ofClass.servedAt = now;
    let job = ofClass.jobs.get(entry.task.jobId);
    if (job === undefined) {
      job = { entries: new SortedEntries(), servedMs: ofClass.turnMs };
      ofClass.jobs.set(entry.task.jobId, job);
    }
    job.entries.add(entry);
    this.#size += 1;
    this.#workMs += entry.orderMs;
  }

  /** Removes a task wherever it stands. False where it was not waiting. */
  remove(entry: Entry): boolean {
    const job = this.#classes[entry.priority].jobs.get(entry.task.jobId);
    if (job === undefined || !job.entries.remove(entry)) return false;
    if (job.entries.size === 0) this.#classes[entry.priority].jobs.delete(entry.task.jobId);
    this.#size -= 1;
    // Sums of fractions drift: an empty queue has no work.
    this.#workMs = this.#size === 0 ? 0 : this.#workMs - entry.orderMs;
    return true;
  }

  /** Takes a task for an encoder: like {@link remove}, and its job and class have had their turn. */
  take(entry: Entry, now: number): void {
    const ofClass = this.#classes[entry.priority];
    const job = ofClass.jobs.get(entry.task.jobId);
    if (job === undefined || !this.remove(entry)) throw new Error(`task ${entry.task.id} was not waiting`);
    ofClass.turnMs = job.servedMs;
    job.servedMs += entry.orderMs;
    entry.classServedAt = ofClass.servedAt;
    ofClass.servedAt = now;
  }

  /** A task that was taken has begun. */
  began(entry: Entry, now: number): void {
    this.#classes[entry.priority].begunAt = now;
  }

  /** Adds a task again that was taken: a turn that came to nothing is none, however often it is given and taken back. */
  giveBack(entry: Entry, now: number): void {
    const ofClass = this.#classes[entry.priority];
    const job = ofClass.jobs.get(entry.task.jobId);
    if (job !== undefined) job.servedMs -= entry.orderMs;
    this.add(entry, now);
    ofClass.servedAt = Math.max(ofClass.begunAt, Math.min(ofClass.servedAt, entry.classServedAt));
  }

  /** All waiting tasks in the order in which they are due. */
  *due(now: number): Generator<Entry> {
    for (const priority of this.#classOrder(now)) {
      const jobs = [...this.#classes[priority].jobs.values()].sort((a, b) => a.servedMs - b.servedMs);
      for (const { entries } of jobs) yield* entries;
    }
  }

  /** The due tasks of one job and class. */
  dueOfJob(jobId: Id, priority: Priority): Iterable<Entry> {
    return this.#classes[priority].jobs.get(jobId)?.entries ?? [];
  }

  /** Whether the entry's class has waited past the ageing time. */
  isOverdue({ priority }: Entry, now: number): boolean {
    return now - this.#classes[priority].servedAt >= this.#ageingMs;
  }

  /** Classes by urgency, but the one that has waited longest past the ageing time goes first, for one turn. */
  #classOrder(now: number): readonly Priority[] {
    const aged = priorities
      .filter((priority) => this.#classes[priority].jobs.size > 0 && now - this.#classes[priority].servedAt >= this.#ageingMs)
      .sort((a, b) => this.#classes[a].servedAt - this.#classes[b].servedAt)[0];
    return aged === undefined ? priorities : [aged, ...priorities.filter((priority) => priority !== aged)];
  }
}

const newClass = (): PriorityClass => ({ jobs: new Map(), servedAt: 0, begunAt: 0, turnMs: 0 });
