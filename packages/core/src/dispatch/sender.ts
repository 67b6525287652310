import type { CostModel } from "../cost/costModel.ts";
import { deadlineMs } from "../cost/deadline.ts";
import { workloadOf } from "../cost/workload.ts";
import type { MetricsRecorder } from "../metrics/metricsRecorder.ts";
import { admissible, type MemoryLimits, noLimits } from "../plan/admit.ts";
import { type Plan, planNext } from "../plan/assign.ts";
import { type Intake, intakeOf } from "../plan/intake.ts";
import { lookThrough } from "../plan/look.ts";
import type { TaskQueue } from "../plan/order.ts";
import type { PlanConfig } from "../plan/planConfig.ts";
import { type Recall, recallsNow } from "../plan/recall.ts";
import { threadsFor } from "../plan/tail.ts";
import type { Decision } from "./decision.ts";
import type { EncoderLoad } from "./encoderLoad.ts";
import { type Entry, moveTo } from "./entry.ts";
import type { Pool } from "./pool.ts";
import type { Staffing } from "./staffing.ts";

/** What sending needs from outside. */
export interface SenderOptions {
  readonly pool: Pool;
  readonly model: CostModel;
  readonly metrics: MetricsRecorder;
  readonly config: PlanConfig;
  readonly queue: TaskQueue;
  readonly staffing: Staffing;
  /** Cores for all encoders together: what the last tasks share as threads. */
  readonly cores: number;
  /** Told of every decision. */
  decided(decision: Decision): void;
  /** A task can't fit: it is out of the queue already. */
  refuse(entry: Entry, neededBytes: number, budgetBytes: number): void;
}

/** Turns plans into messages to the pool. */
export class Sender {
  readonly #options: SenderOptions;
  readonly #intake: Intake;
  #budgetBytes: number;
  #largestBudgetBytes: number;
  #batches = 0;

  constructor(options: SenderOptions, budgetBytes: number) {
    this.#options = options;
    this.#intake = intakeOf(options.config);
    this.#budgetBytes = budgetBytes;
    this.#largestBudgetBytes = budgetBytes;
  }

  /** Bytes that all reservations together may use now. */
  get budgetBytes(): number {
    return this.#budgetBytes;
  }

  setBudget(bytes: number): void {
    this.#budgetBytes = bytes;
    this.#largestBudgetBytes = Math.max(this.#largestBudgetBytes, bytes);
  }

  /**
   * Sends everything that can be sent now, on as many encoders as there ought to be. `unfinished`: tasks that have not ended;
   * `resting`: nothing was to do for a long time.
   */
  sendAll(now: number, unfinished: number, resting: boolean): void {
    let left = unfinished;
    for (;;) {
      const plan = this.#plan(now);
      if (plan.type === "reject") {
        this.#refuse(plan.entry);
        left -= 1;
        continue;
      }
      for (const entry of plan.blocked) entry.blockedSince ??= now;
      if (plan.type === "wait") {
        this.#options.staffing.adjust({ budgetBytes: this.#limits().budgetBytes, waiting: this.#firstToFit(now), resting });
        this.#wait(plan.blocked, now);
        return;
      }
      this.#send(plan.encoder, plan.entries, left, now);
    }
  }

  /** Sending is held, for want of memory: so whatever waits does. */
  sendNothing(now: number): void {
    const { queue, staffing, metrics } = this.#options;
    const waits = queue.size > 0 || staffing.all.some((encoder) => encoder.backlog().length > 0);
    metrics.waitingForMemory(waits ? staffing.all.filter(hasRoom).length : 0, now);
  }

  /** Asks tasks back that their encoder has not begun. */
  recall({ encoder, entries }: Recall): void {
    if (entries.length === 0) return;
    for (const entry of entries) entry.recalling = true;
    this.#options.pool.recall(
      encoder.id,
      entries.map((entry) => entry.task.id),
    );
  }

  #plan(now: number): Plan {
    const { queue, staffing, config, model, cores } = this.#options;
    return planNext({
      queue,
      encoders: staffing.all,
      intake: this.#intake,
      cores,
      ...this.#limits(),
      leastBaseBytes: staffing.leastBaseBytes,
      config,
      now,
      knows: (entry) => model.knows(entry.task),
      refresh: (entry) => this.#refresh(entry),
    });
  }

  #wait(blocked: readonly Entry[], now: number): void {
    const { staffing, queue, config } = this.#options;
    const encoders = staffing.all.filter(({ warm }) => warm);
    const recalls = recallsNow({
      encoders,
      budgetBytes: this.#limits().budgetBytes,
      interactiveWaits: this.#interactiveWaits(now),
      nothingWaits: queue.size === 0,
      config,
    });
    for (const recall of recalls) this.recall(recall);
    this.#measureContention(encoders, blocked, now);
  }

  /** What waits behind a full encoder while another has room does so for want of memory, unless it is on its way back. */
  #measureContention(encoders: readonly EncoderLoad[], blocked: readonly Entry[], now: number): void {
    const withRoom = encoders.filter(hasRoom);
    const backlog = encoders.flatMap((encoder) => encoder.backlog()).filter((entry) => !entry.recalling);
    const forMemory = [...blocked, ...backlog].some((entry) => entry.trial || !entry.blamed);
    this.#options.metrics.waitingForMemory(forMemory ? withRoom.length : 0, now);
  }

  /** The first due task that the present budget has room for at all: what encoders may have to make way for. */
  #firstToFit(now: number): Entry | null {
    const { queue, staffing } = this.#options;
    const roomBytes = this.#limits().budgetBytes - staffing.leastBaseBytes;
    for (const entry of lookThrough({ queue, now, roomBytes, refresh: (each) => this.#refresh(each) })) {
      if (entry.estimate.peakBytes <= roomBytes) return entry;
    }
    return null;
  }

  #interactiveWaits(now: number): boolean {
    const [first] = this.#options.queue.due(now);
    return first?.priority === "interactive";
  }

  #refuse(entry: Entry): void {
    const { queue, staffing, decided, refuse } = this.#options;
    queue.remove(entry);
    const neededBytes = staffing.leastBaseBytes + entry.estimate.peakBytes;
    decided({ type: "refuse", taskId: entry.task.id, neededBytes, budgetBytes: this.#largestBudgetBytes });
    refuse(entry, neededBytes, this.#largestBudgetBytes);
  }

  #send(encoder: EncoderLoad, entries: readonly Entry[], left: number, now: number): void {
    const { queue, pool, metrics, cores, config } = this.#options;
    if (encoder.tasks === 0) encoder.heardAt = now;
    const overdue = entries.some((entry) => queue.isOverdue(entry, now));
    this.#batches += 1;
    const threads = threadsFor(left, cores, config);
    const sending = { encoder: encoder.id, batch: this.#batches, batchSize: entries.length, threads };
    const tasks = entries.map((entry) => {
      queue.take(entry, now);
      moveTo(entry, "assigned");
      entry.blockedSince = null;
      entry.overdue = overdue;
      entry.sending = sending;
      encoder.ready.add(entry);
      return { task: entry.task, threads, deadlineMs: deadlineMs(workloadOf(entry.task)) };
    });
    metrics.batchSent(tasks.length);
    this.#intake.sent(encoder);
    this.#decidedBatch(encoder, entries);
    pool.send(encoder.id, { tasks });
  }

  #decidedBatch({ id }: EncoderLoad, entries: readonly Entry[]): void {
    const { queue, staffing, decided } = this.#options;
    decided({
      type: "batch",
      encoder: id,
      tasks: entries.length,
      workMs: entries.reduce((sum, { estimate }) => sum + estimate.ms, 0),
      remainingMs: queue.workMs,
      remainingTasks: queue.size,
      reservedBytes: staffing.reservedBytes,
      budgetBytes: this.#budgetBytes,
    });
  }

  #limits(): MemoryLimits {
    if (!this.#options.config.admission) return noLimits;
    return { budgetBytes: this.#budgetBytes, largestBudgetBytes: this.#largestBudgetBytes };
  }

  /** The newest estimate; where only the worst of it is too much, the task is to have all there is, alone. */
  #refresh(entry: Entry): void {
    const estimate = this.#options.model.estimate(entry.task);
    const known = { ...estimate, peakBytes: Math.max(estimate.peakBytes, entry.leastPeakBytes) };
    const { trial, peakBytes } = admissible(known, this.#limits().budgetBytes - this.#options.staffing.leastBaseBytes);
    entry.trial = trial;
    entry.estimate = { ...known, peakBytes };
  }
}

/** Whether it could begin one more task at once. */
const hasRoom = ({ isOpen, freeSlots }: EncoderLoad): boolean => isOpen && freeSlots > 0;
