import type { Estimate } from "../cost/estimate.ts";
import type { Entry } from "../dispatch/entry.ts";
import type { Task } from "../dispatch/pool.ts";
import type { Id } from "../job/id.ts";
import { type Priority, priorities } from "../job/priority.ts";
import type { PlanConfig } from "./planConfig.ts";
import { PriorityClass } from "./priorityClass.ts";

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

/**
 * The order of waiting tasks: by priority class, with ageing so that nothing starves; within a class what was moved to the
 * top, then jobs in turn, by estimated work; within a job the task of the highest rank is first.
 */
export class TaskQueue {
  /** Infinite where nothing ages. */
  readonly #ageingMs: number;
  readonly #classes: Readonly<Record<Priority, PriorityClass>>;
  #size = 0;
  #workMs = 0;
  #moves = 0;

  constructor({ ageing, ageingMs }: Pick<PlanConfig, "ageing" | "ageingMs">) {
    this.#ageingMs = ageing ? ageingMs : Number.POSITIVE_INFINITY;
    this.#classes = { interactive: new PriorityClass(), normal: new PriorityClass(), background: new PriorityClass() };
  }

  get size(): number {
    return this.#size;
  }

  /** Estimated work of all waiting tasks, in milliseconds. */
  get workMs(): number {
    return this.#workMs;
  }

  add(entry: Entry, now: number): void {
    this.#classes[entry.priority].add(entry, now);
    this.#size += 1;
    this.#workMs += entry.orderMs;
  }

  /** Removes a task wherever it stands. False where it was not waiting. */
  remove(entry: Entry): boolean {
    if (!this.#classes[entry.priority].remove(entry)) return false;
    this.#left(entry);
    return true;
  }

  /** Takes a task for an encoder: like {@link remove}, and its job and class have had their turn. */
  take(entry: Entry, now: number): void {
    if (!this.#classes[entry.priority].take(entry, now)) throw new Error(`task ${entry.task.id} was not waiting`);
    this.#left(entry);
  }

  /** A task that was taken has begun. */
  began({ turn }: Entry, now: number): void {
    this.#classes[turn.priority].begunAt = now;
  }

  /** Adds a task again that was taken: a turn that came to nothing is none, however often it is given and taken back. */
  giveBack(entry: Entry, now: number): void {
    const { priority, classServedAt } = entry.turn;
    const ofTurn = this.#classes[priority];
    ofTurn.refund(entry);
    this.add(entry, now);
    ofTurn.servedAt = Math.max(ofTurn.begunAt, Math.min(ofTurn.servedAt, classServedAt));
  }

  /** Gives a job another priority; its `entries` are all that are here of it, those that were taken for when they come back. */
  setPriority(jobId: Id, priority: Priority, entries: Iterable<Entry>, now: number): void {
    for (const from of priorities) if (from !== priority) this.#classes[priority].takeOver(jobId, this.#classes[from], now);
    for (const entry of entries) entry.priority = priority;
  }

  /**
   * Moves tasks to the top of their classes, behind what was moved before; those that are there stay where they are, those that
   * were taken are there if they come back.
   */
  moveToTop(entries: Iterable<Entry>): void {
    this.#moves += 1;
    for (const entry of entries) if (entry.move === null) this.#classes[entry.priority].moveToTop(entry, this.#moves);
  }

  /** Moves a job to the top of its class, behind jobs that were moved before; its `entries` are all that are here of it. */
  moveJobToTop(jobId: Id, at: number, entries: Iterable<Entry>): void {
    for (const entry of entries) entry.toppedAt = at;
    for (const priority of priorities) this.#classes[priority].moveJobToTop(jobId, at);
  }

  /** All waiting tasks in the order in which they are due. */
  *due(now: number): Generator<Entry> {
    for (const priority of this.#classOrder(now)) yield* this.#classes[priority].due();
  }

  /** What is due together with a waiting task: tasks of its job and class. */
  dueWith(entry: Entry): Iterable<Entry> {
    return this.#classes[entry.priority].dueWith(entry);
  }

  /** Whether the entry's class has waited past the ageing time. */
  isOverdue({ priority }: Entry, now: number): boolean {
    return now - this.#classes[priority].servedAt >= this.#ageingMs;
  }

  #left(entry: Entry): void {
    this.#size -= 1;
    // Sums of fractions drift: an empty queue has no work.
    this.#workMs = this.#size === 0 ? 0 : this.#workMs - entry.orderMs;
  }

  /** Classes by urgency, but the one that has waited longest past the ageing time goes first, for one turn. */
  #classOrder(now: number): readonly Priority[] {
    const aged = priorities
      .filter((priority) => !this.#classes[priority].isEmpty && now - this.#classes[priority].servedAt >= this.#ageingMs)
      .sort((a, b) => this.#classes[a].servedAt - this.#classes[b].servedAt)[0];
    return aged === undefined ? priorities : [aged, ...priorities.filter((priority) => priority !== aged)];
  }
}
