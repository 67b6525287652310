import type { CostModel } from "../cost/costModel.ts";
import { failure } from "../errors/failure.ts";
import type { Id } from "../job/id.ts";
import type { Priority } from "../job/priority.ts";
import { finalState } from "../job/taskResult.ts";
import type { MetricsRecorder } from "../metrics/metricsRecorder.ts";
import { exceedsMemory } from "../plan/admit.ts";
import { TaskQueue } from "../plan/order.ts";
import type { PlanConfig } from "../plan/planConfig.ts";
import type { Clock } from "../ports/clock.ts";
import type { Decision } from "./decision.ts";
import type { DispatchListener } from "./dispatchListener.ts";
import type { EncoderLoad, EncoderReservation } from "./encoderLoad.ts";
import { Entries } from "./entries.ts";
import { type Entry, moveTo } from "./entry.ts";
import type { EncoderId, LossReason, Pool, PoolListener, Task, TaskReport } from "./pool.ts";
import { Sender } from "./sender.ts";
import { Staffing } from "./staffing.ts";
import { type Measured, notMeasured } from "./taskCourse.ts";

/** What a dispatcher needs from outside. */
export interface DispatcherOptions {
  readonly pool: Pool;
  readonly listener: DispatchListener;
  readonly model: CostModel;
  readonly metrics: MetricsRecorder;
  readonly config: PlanConfig;
  readonly clock: Clock;
  /** Encoders that stay whatever happens, at least 1. Default 1. */
  readonly leastEncoders?: number;
  /** Encoders that are wanted where memory allows. */
  readonly encoders: number;
  /** Cores for all encoders together: what the last tasks share as threads. */
  readonly cores: number;
  /** Bytes that all encoders together may use. */
  readonly budgetBytes: number;
  /** Told of every decision of planning, for logs and reports. */
  decided?(decision: Decision): void;
}

/**
 * Drives a pool: submitted tasks are queued, planned, sent, and end exactly once. It keeps the state of every task
 * that has not ended; it never touches a file, a process or a clock.
 */
export class Dispatcher implements PoolListener {
  readonly #options: DispatcherOptions;
  readonly #queue: TaskQueue;
  readonly #entries: Entries;
  readonly #staffing: Staffing;
  readonly #sender: Sender;
  #held = false;
  #startedAt = 0;

  constructor(options: DispatcherOptions) {
    this.#options = options;
    this.#queue = new TaskQueue(options.config);
    this.#entries = new Entries({ ...options, queue: this.#queue });
    this.#staffing = this.#createStaffing();
    this.#sender = this.#createSender();
  }

  /** Asks for the encoders. Tasks may be submitted before. */
  start(): void {
    this.#startedAt = this.#now();
    this.#staffing.open();
    this.#dispatch();
  }

  /** Takes tasks over. Each ends exactly once, told by `taskEnded`. An id that is already here is a bug and throws. */
  submit(tasks: readonly Task[]): void {
    for (const task of tasks) this.#entries.add(task, this.#options.model.estimate(task));
    this.#dispatch();
  }

  /** Waiting tasks end at once; running ones get a short grace, then their encoder is killed. Unknown ids are passed over. */
  cancel(taskIds: Iterable<Id>): void {
    const now = this.#now();
    for (const id of taskIds) {
      const entry = this.#entries.find(id);
      if (entry === undefined || entry.cancelledAt !== null) continue;
      entry.cancelledAt = now;
      if (this.#queue.remove(entry)) this.#entries.endAll(entry, { status: "cancelled" }, notMeasured);
      else this.#recallUnbegun(entry);
    }
    this.#dispatch();
  }

  /** Gives a job's tasks another priority. What was sent stays where it is, unless it became interactive: that comes back to go first. */
  setPriority(jobId: Id, priority: Priority): void {
    const { priorities, recall } = this.#options.config;
    if (!priorities) return;
    const entries = this.#entries.ofJob(jobId);
    const raised = priority === "interactive" ? entries.filter((entry) => entry.priority !== priority) : [];
    this.#queue.setPriority(jobId, priority, entries, this.#now());
    if (recall) for (const entry of raised) this.#recallUnbegun(entry);
    this.#dispatch();
  }

  /** Moves tasks to the top of their classes, in the order of being moved. What was sent stays where it is. Unknown ids are passed over. */
  moveToTop(taskIds: Iterable<Id>): void {
    const entries = [...taskIds].map((id) => this.#entries.find(id)).filter((entry) => entry !== undefined);
    this.#queue.moveToTop(entries);
    this.#dispatch();
  }

  /** Moves a job to the top of its class, behind tasks and jobs moved before. `at`: when, as its later tasks will say too. */
  moveJobToTop(jobId: Id, at: number): void {
    this.#queue.moveJobToTop(jobId, at, this.#entries.ofJob(jobId));
    this.#dispatch();
  }

  /** The budget changed. What runs goes on; what comes is admitted within the new one. */
  setBudget(bytes: number): void {
    this.#sender.setBudget(bytes);
    this.#dispatch();
  }

  /** Holds all sending, or goes on. What runs goes on. */
  hold(held: boolean): void {
    this.#held = held;
    this.#dispatch();
  }

  /** The guard's last resort: ends an encoder for the task in it that is expected to need the most memory. */
  killForMemory(encoder: EncoderId): void {
    const running = [...(this.#staffing.find(encoder)?.running ?? [])];
    const culprit = running.sort((a, b) => b.estimate.peakBytes - a.estimate.peakBytes)[0];
    if (culprit !== undefined) this.#options.pool.kill(encoder, "memory", culprit.task.id);
  }

  /** To be called a few times a second: what follows from time alone. */
  tick(): void {
    const now = this.#now();
    for (const encoder of this.#staffing.all) {
      const overdue = [...encoder.running].find(
        (entry) => entry.cancelledAt !== null && now - entry.cancelledAt >= this.#options.config.cancelGraceMs,
      );
      if (overdue !== undefined) this.#options.pool.kill(encoder.id, "cancelled", overdue.task.id);
      else if (encoder.stalls(now, this.#options.config.stallMs)) this.#options.pool.kill(encoder.id, "deadline", null);
    }
    this.#dispatch();
  }

  /** Tasks that wait for an encoder, the ones sent ahead not counted. */
  get waiting(): number {
    return this.#queue.size;
  }

  /** Tasks that have not ended. */
  get unfinished(): number {
    return this.#entries.size;
  }

  /** Tasks that are being encoded. */
  get running(): number {
    return this.#staffing.all.reduce((sum, { running }) => sum + running.size, 0);
  }

  /** Encoders that take tasks or soon will. */
  get encoders(): number {
    return this.#staffing.size;
  }

  get budgetBytes(): number {
    return this.#sender.budgetBytes;
  }

  /** Memory of the fewest encoders that there will ever be, in bytes: what no other work can have of the budget. */
  get leastBaseBytes(): number {
    return this.#staffing.leastBaseBytes;
  }

  /** Bytes that all encoders have reserved. */
  get reservedBytes(): number {
    return this.#staffing.reservedBytes;
  }

  /** What each encoder has reserved. */
  reservations(): EncoderReservation[] {
    return this.#staffing.all.map((encoder) => ({
      id: encoder.id,
      running: encoder.running.size > 0,
      reservedBytes: encoder.reservation(),
      trial: encoder.trial,
    }));
  }

  /** Whether an encoder runs a task that may want more than it reserved. */
  get onTrial(): boolean {
    return this.#staffing.all.some(({ trial }) => trial);
  }

  encoderReady(encoder: EncoderId, baseBytes: number): void {
    this.#staffing.ready(encoder, baseBytes, this.#now());
    this.#dispatch();
  }

  encoderWorn(encoder: EncoderId): void {
    this.#staffing.get(encoder).worn = true;
    this.#dispatch();
  }

  taskStarted(encoder: EncoderId, taskId: Id): void {
    const entry = this.#entries.get(taskId);
    const now = this.#now();
    moveTo(entry, "running");
    entry.startedAt = now;
    entry.attempts += 1;
    this.#queue.began(entry, now);
    entry.recalling = false;
    const load = this.#staffing.get(encoder);
    load.heardAt = now;
    load.ready.delete(entry);
    load.running.add(entry);
    this.#options.metrics.taskStarted(encoder, now - entry.submittedAt, now);
    this.#options.listener.taskRunning(taskId, encoder);
    this.#dispatch();
  }

  taskEnded(encoder: EncoderId, taskId: Id, report: TaskReport): void {
    const entry = this.#entries.get(taskId);
    const load = this.#staffing.get(encoder);
    load.heardAt = this.#now();
    // A task whose source could not be brought to the desk ends without having been begun.
    const measured = load.ready.delete(entry) ? notMeasured : this.#measureRun(load, entry, report);
    if (entry.cancelledAt !== null) this.#entries.endAll(entry, { status: "cancelled" }, measured);
    // An encoder decodes strangers' files: what it says is not taken on trust.
    else if (report.results.length !== entry.task.settings.outputs.length)
      this.#entries.endAll(entry, { status: "failed", error: failure("internal") }, measured);
    else this.#entries.end(entry, report.results, measured);
    this.#dispatch();
  }

  tasksRecalled(encoder: EncoderId, taskIds: readonly Id[]): void {
    const load = this.#staffing.get(encoder);
    for (const id of taskIds) {
      const entry = this.#entries.get(id);
      load.ready.delete(entry);
      this.#entries.requeue(entry);
    }
    this.#dispatch();
  }

  encoderLost(encoder: EncoderId, reason: LossReason, culprit: Id | null): void {
    const load = this.#staffing.remove(encoder);
    for (const entry of load.running) {
      this.#options.metrics.taskLeft(encoder, null, this.#now());
      this.#entries.sufferLoss(entry, reason, culprit, this.budgetBytes);
    }
    this.#options.metrics.encoderGone(encoder);
    for (const entry of load.ready) this.#entries.requeue(entry);
    this.#dispatch();
  }

  #createStaffing(): Staffing {
    const { pool, config, encoders, leastEncoders } = this.#options;
    return new Staffing({
      pool,
      inFlight: config.inFlight,
      least: leastEncoders ?? 1,
      most: encoders,
      spawned: ({ id }) => this.#decided({ type: "spawn", encoder: id }),
      retiring: (encoder, reason) => {
        this.#decided({ type: "retire", encoder: encoder.id, reason });
        this.#sender.recall({ encoder, entries: [...encoder.ready].filter((entry) => !entry.recalling) });
      },
    });
  }

  #createSender(): Sender {
    const { pool, model, metrics, config, cores, budgetBytes } = this.#options;
    const parts = { pool, model, metrics, config, cores, queue: this.#queue, staffing: this.#staffing };
    const refuse = (entry: Entry, neededBytes: number, limitBytes: number): void =>
      this.#entries.endAll(entry, { status: "failed", error: exceedsMemory(neededBytes, limitBytes) }, notMeasured);
    return new Sender({ ...parts, refuse, decided: (decision) => this.#decided(decision) }, budgetBytes);
  }

  #measureRun(load: EncoderLoad, entry: Entry, { results, wallMs, peakBytes: ofEncoder }: TaskReport): Measured {
    load.running.delete(entry);
    this.#options.metrics.taskLeft(load.id, wallMs, this.#now());
    // The idle encoder's own memory is not the task's.
    const peakBytes = ofEncoder === null ? null : Math.max(0, ofEncoder - load.baseBytes);
    if (finalState(results) !== "failed" && this.#options.config.learning)
      this.#options.model.observe(entry.task, { wallMs, peakBytes });
    return { runMs: wallMs, peakBytes };
  }

  #dispatch(): void {
    const now = this.#now();
    const lastAt = Math.max(this.#startedAt, this.#entries.lastEndAt);
    const resting = this.unfinished === 0 && now - lastAt >= this.#options.config.restMs;
    if (this.#held) this.#sender.sendNothing(now);
    else this.#sender.sendAll(now, this.unfinished, resting);
  }

  #decided(decision: Decision): void {
    this.#options.decided?.(decision);
  }

  #recallUnbegun(entry: Entry): void {
    for (const encoder of this.#staffing.all) {
      if (encoder.ready.has(entry) && !entry.recalling) this.#sender.recall({ encoder, entries: [entry] });
    }
  }

  #now(): number {
    return this.#options.clock();
  }
}
