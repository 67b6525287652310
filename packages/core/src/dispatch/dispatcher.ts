import type { CostModel } from "../cost/costModel.ts";
import { deadlineMs } from "../cost/deadline.ts";
import { workloadOf } from "../cost/workload.ts";
import type { Id } from "../job/id.ts";
import type { Priority } from "../job/priority.ts";
import type { TaskResult } from "../job/taskResult.ts";
import { isFinal } from "../job/taskState.ts";
import type { MetricsRecorder } from "../metrics/metricsRecorder.ts";
import { exceedsMemory, type MemoryLimits, noLimits } from "../plan/admit.ts";
import { planNext } from "../plan/assign.ts";
import { type Intake, intakeOf } from "../plan/intake.ts";
import { TaskQueue } from "../plan/order.ts";
import type { PlanConfig } from "../plan/planConfig.ts";
import { type Recall, recallsNow } from "../plan/recall.ts";
import { threadsFor } from "../plan/tail.ts";
import type { Clock } from "../ports/clock.ts";
import type { DispatchListener } from "./dispatchListener.ts";
import { EncoderLoad } from "./encoderLoad.ts";
import { type Entry, moveTo, newEntry } from "./entry.ts";
import { lossFailure, lossVerdict } from "./loss.ts";
import type { EncoderId, LossReason, Pool, PoolListener, Task, TaskReport } from "./pool.ts";
import { courseOf, type Measured, notMeasured } from "./taskCourse.ts";

/** What a dispatcher needs from outside. */
export interface DispatcherOptions {
  readonly pool: Pool;
  readonly listener: DispatchListener;
  readonly model: CostModel;
  readonly metrics: MetricsRecorder;
  readonly config: PlanConfig;
  readonly clock: Clock;
  /** Cores for all encoders together: what the last tasks share as threads. */
  readonly cores: number;
  /** Bytes that all encoders together may use. */
  readonly budgetBytes: number;
}

/**
 * Drives a pool: submitted tasks are queued, planned, sent, and end exactly once. It keeps the state of every task
 * that has not ended; it never touches a file, a process or a clock.
 */
export class Dispatcher implements PoolListener {
  readonly #options: DispatcherOptions;
  readonly #queue: TaskQueue;
  readonly #intake: Intake;
  readonly #entries = new Map<Id, Entry>();
  readonly #encoders = new Map<EncoderId, EncoderLoad>();
  #budgetBytes: number;
  #largestBudgetBytes: number;
  #held = false;
  #batches = 0;

  constructor(options: DispatcherOptions) {
    this.#options = options;
    this.#queue = new TaskQueue(options.config);
    this.#intake = intakeOf(options.config);
    this.#budgetBytes = options.budgetBytes;
    this.#largestBudgetBytes = options.budgetBytes;
  }

  /** Takes tasks over. Each ends exactly once, told by `taskEnded`. An id that is already here is a bug and throws. */
  submit(tasks: readonly Task[]): void {
    const now = this.#now();
    for (const task of tasks) {
      if (this.#entries.has(task.id)) throw new Error(`task ${task.id} was submitted twice`);
      const entry = newEntry(task, this.#options.model.estimate(task), now, this.#options.config);
      this.#entries.set(task.id, entry);
      this.#queue.add(entry, now);
    }
    this.#dispatch();
  }

  /** Waiting tasks end at once; running ones get a short grace, then their encoder is killed. Unknown ids are passed over. */
  cancel(taskIds: Iterable<Id>): void {
    const now = this.#now();
    for (const id of taskIds) {
      const entry = this.#entries.get(id);
      if (entry === undefined || entry.cancelledAt !== null) continue;
      entry.cancelledAt = now;
      if (this.#queue.remove(entry)) this.#end(entry, { status: "cancelled" }, notMeasured);
      else this.#recallUnbegun(entry);
    }
    this.#dispatch();
  }

  /** Gives a job's tasks another priority. What was sent stays where it is, unless it became interactive: that comes back to go first. */
  setPriority(jobId: Id, priority: Priority): void {
    const { priorities, recall } = this.#options.config;
    if (!priorities) return;
    const entries = this.#entriesOf(jobId);
    const raised = priority === "interactive" ? entries.filter((entry) => entry.priority !== priority) : [];
    this.#queue.setPriority(jobId, priority, entries, this.#now());
    if (recall) for (const entry of raised) this.#recallUnbegun(entry);
    this.#dispatch();
  }

  /** Moves tasks to the top of their classes, in the order of being moved. What was sent stays where it is. Unknown ids are passed over. */
  moveToTop(taskIds: Iterable<Id>): void {
    const entries = [...taskIds].map((id) => this.#entries.get(id)).filter((entry) => entry !== undefined);
    this.#queue.moveToTop(entries);
    this.#dispatch();
  }

  /** Moves a job to the top of its class, behind tasks and jobs moved before. `at`: when, as its later tasks will say too. */
  moveJobToTop(jobId: Id, at: number): void {
    this.#queue.moveJobToTop(jobId, at, this.#entriesOf(jobId));
    this.#dispatch();
  }

  /** The budget changed. What runs goes on; what comes is admitted within the new one. */
  setBudget(bytes: number): void {
    this.#budgetBytes = bytes;
    this.#largestBudgetBytes = Math.max(this.#largestBudgetBytes, bytes);
    this.#dispatch();
  }

  /** Holds all sending, or goes on. What runs goes on. */
  hold(held: boolean): void {
    this.#held = held;
    this.#dispatch();
  }

  /** The guard's last resort: ends an encoder for the task in it that is expected to need the most memory. */
  killForMemory(encoder: EncoderId): void {
    const running = [...(this.#encoders.get(encoder)?.running ?? [])];
    const culprit = running.sort((a, b) => b.estimate.peakBytes - a.estimate.peakBytes)[0];
    if (culprit !== undefined) this.#options.pool.kill(encoder, "memory", culprit.task.id);
  }

  /** To be called a few times a second: what follows from time alone. */
  tick(): void {
    const now = this.#now();
    for (const encoder of this.#encoders.values()) {
      const overdue = [...encoder.running].find(
        (entry) => entry.cancelledAt !== null && now - entry.cancelledAt >= this.#options.config.cancelGraceMs,
      );
      if (overdue !== undefined) this.#options.pool.kill(encoder.id, "cancelled", overdue.task.id);
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
    return [...this.#encoders.values()].reduce((sum, { running }) => sum + running.size, 0);
  }

  get budgetBytes(): number {
    return this.#budgetBytes;
  }

  /** Bytes reserved by each encoder. */
  reservations(): { readonly id: EncoderId; readonly reservedBytes: number }[] {
    return [...this.#encoders.values()].map((encoder) => ({ id: encoder.id, reservedBytes: encoder.reservation() }));
  }

  encoderReady(encoder: EncoderId, baseBytes: number): void {
    this.#encoders.set(encoder, new EncoderLoad(encoder, baseBytes, this.#options.config.inFlight));
    this.#dispatch();
  }

  encoderRetiring(encoder: EncoderId): void {
    const load = this.#encoder(encoder);
    load.retiring = true;
    this.#recall({ encoder: load, entries: [...load.ready].filter((entry) => !entry.recalling) });
  }

  taskStarted(encoder: EncoderId, taskId: Id): void {
    const entry = this.#entry(taskId);
    const now = this.#now();
    moveTo(entry, "running");
    entry.startedAt = now;
    entry.attempts += 1;
    this.#queue.began(entry, now);
    entry.recalling = false;
    const load = this.#encoder(encoder);
    load.ready.delete(entry);
    load.running.add(entry);
    this.#options.metrics.taskStarted(encoder, now - entry.submittedAt, now);
    this.#options.listener.taskRunning(taskId, encoder);
    this.#dispatch();
  }

  taskEnded(encoder: EncoderId, taskId: Id, report: TaskReport): void {
    const entry = this.#entry(taskId);
    const load = this.#encoder(encoder);
    // A task whose source could not be brought to the desk ends without having been begun.
    if (entry.state === "assigned") this.taskStarted(encoder, taskId);
    load.running.delete(entry);
    this.#options.metrics.taskLeft(encoder, report.wallMs, this.#now());
    // The idle encoder's own memory is not the task's.
    const peakBytes = report.peakBytes === null ? null : Math.max(0, report.peakBytes - load.baseBytes);
    const result = entry.cancelledAt === null ? report.result : ({ status: "cancelled" } as const);
    if (report.result.status !== "failed" && this.#options.config.learning)
      this.#options.model.observe(entry.task, { wallMs: report.wallMs, peakBytes });
    this.#end(entry, result, { runMs: report.wallMs, peakBytes });
    this.#dispatch();
  }

  tasksRecalled(encoder: EncoderId, taskIds: readonly Id[]): void {
    const load = this.#encoder(encoder);
    for (const id of taskIds) {
      const entry = this.#entry(id);
      load.ready.delete(entry);
      this.#requeue(entry);
    }
    this.#dispatch();
  }

  encoderLost(encoder: EncoderId, reason: LossReason, culprit: Id | null): void {
    const load = this.#encoder(encoder);
    this.#encoders.delete(encoder);
    for (const entry of load.running) {
      this.#options.metrics.taskLeft(encoder, null, this.#now());
      this.#sufferLoss(entry, reason, culprit);
    }
    for (const entry of load.ready) this.#requeue(entry);
    this.#dispatch();
  }

  #sufferLoss(entry: Entry, reason: LossReason, culprit: Id | null): void {
    if (entry.cancelledAt !== null) {
      this.#requeue(entry);
      return;
    }
    const verdict = lossVerdict(entry, reason, culprit);
    if (verdict.type === "fail") {
      this.#end(entry, { status: "failed", error: lossFailure(verdict.code, entry.task, this.#budgetBytes) }, notMeasured);
      return;
    }
    entry.alone ||= verdict.blamed;
    if (verdict.blamed) entry.losses += 1;
    // What overran its estimate is taken to need half as much again.
    if (verdict.blamed && reason === "memory") entry.leastPeakBytes = Math.ceil(1.5 * entry.estimate.peakBytes);
    this.#options.metrics.taskRetried();
    this.#requeue(entry);
  }

  /** Back to the queue, or to its end where it was cancelled meanwhile. */
  #requeue(entry: Entry): void {
    moveTo(entry, "queued");
    entry.startedAt = null;
    entry.sending = null;
    entry.recalling = false;
    if (entry.cancelledAt !== null) {
      this.#end(entry, { status: "cancelled" }, notMeasured);
      return;
    }
    this.#queue.giveBack(entry, this.#now());
    this.#options.listener.taskQueued(entry.task.id);
  }

  #end(entry: Entry, result: TaskResult, measured: Measured): void {
    moveTo(entry, result.status);
    this.#entries.delete(entry.task.id);
    this.#options.metrics.taskEnded(entry.task.info, result);
    this.#options.listener.taskEnded(entry.task, result, courseOf(entry, measured, this.#now()));
  }

  /** Sends everything that can be sent now. */
  #dispatch(): void {
    if (this.#held) return;
    const now = this.#now();
    for (;;) {
      const plan = planNext({
        queue: this.#queue,
        encoders: [...this.#encoders.values()],
        intake: this.#intake,
        ...this.#limits(),
        config: this.#options.config,
        now,
        knows: (entry) => this.#options.model.knows(entry.task),
        refresh: (entry) => this.#refresh(entry),
      });
      if (plan.type === "reject") {
        this.#reject(plan.entry);
        continue;
      }
      for (const entry of plan.blocked) entry.blockedSince ??= now;
      if (plan.type === "wait") {
        this.#wait(plan.blocked, now);
        return;
      }
      this.#send(plan.encoder, plan.entries, now);
    }
  }

  #wait(blocked: readonly Entry[], now: number): void {
    const encoders = [...this.#encoders.values()];
    const withRoom = encoders.filter((encoder) => !encoder.retiring && encoder.freeSlots > 0);
    const recalls = recallsNow({
      encoders,
      budgetBytes: this.#limits().budgetBytes,
      interactiveWaits: this.#interactiveWaits(now),
      nothingWaits: this.#queue.size === 0,
      config: this.#options.config,
    });
    for (const recall of recalls) this.#recall(recall);
    // What waits behind a full encoder while another has room does so for want of memory, unless it is on its way back.
    const backlog = encoders.flatMap((encoder) => encoder.backlog()).filter((entry) => !entry.recalling);
    const forMemory = [...blocked, ...backlog].some((entry) => !entry.alone);
    this.#options.metrics.waitingForMemory(forMemory ? withRoom.length : 0, now);
  }

  #interactiveWaits(now: number): boolean {
    const [first] = this.#queue.due(now);
    return first?.priority === "interactive";
  }

  #reject(entry: Entry): void {
    this.#queue.remove(entry);
    const error = exceedsMemory([...this.#encoders.values()], entry.estimate.peakBytes, this.#largestBudgetBytes);
    this.#end(entry, { status: "failed", error }, notMeasured);
  }

  #send(encoder: EncoderLoad, entries: readonly Entry[], now: number): void {
    const { config, cores } = this.#options;
    const left = this.#entries.size;
    const overdue = entries.some((entry) => this.#queue.isOverdue(entry, now));
    this.#batches += 1;
    const threads = threadsFor(left, cores, config);
    const sending = { encoder: encoder.id, batch: this.#batches, batchSize: entries.length, threads };
    const tasks = entries.map((entry) => {
      this.#queue.take(entry, now);
      moveTo(entry, "assigned");
      entry.blockedSince = null;
      entry.overdue = overdue;
      entry.sending = sending;
      encoder.ready.add(entry);
      return { task: entry.task, threads, deadlineMs: deadlineMs(workloadOf(entry.task)) };
    });
    this.#options.metrics.batchSent(tasks.length);
    this.#intake.sent(encoder);
    this.#options.pool.send(encoder.id, { tasks });
  }

  #limits(): MemoryLimits {
    if (!this.#options.config.admission) return noLimits;
    return { budgetBytes: this.#budgetBytes, largestBudgetBytes: this.#largestBudgetBytes };
  }

  #refresh(entry: Entry): void {
    const { ms, peakBytes } = this.#options.model.estimate(entry.task);
    entry.estimate = { ms, peakBytes: Math.max(peakBytes, entry.leastPeakBytes) };
  }

  #entriesOf(jobId: Id): Entry[] {
    return [...this.#entries.values()].filter(({ task }) => task.jobId === jobId);
  }

  #recallUnbegun(entry: Entry): void {
    for (const encoder of this.#encoders.values()) {
      if (encoder.ready.has(entry) && !entry.recalling) this.#recall({ encoder, entries: [entry] });
    }
  }

  #recall({ encoder, entries }: Recall): void {
    if (entries.length === 0) return;
    for (const entry of entries) entry.recalling = true;
    this.#options.pool.recall(
      encoder.id,
      entries.map((entry) => entry.task.id),
    );
  }

  #entry(id: Id): Entry {
    const entry = this.#entries.get(id);
    if (entry === undefined || isFinal(entry.state)) throw new Error(`task ${id} is not here`);
    return entry;
  }

  #encoder(id: EncoderId): EncoderLoad {
    const encoder = this.#encoders.get(id);
    if (encoder === undefined) throw new Error(`encoder ${id} is not here`);
    return encoder;
  }

  #now(): number {
    return this.#options.clock();
  }
}
