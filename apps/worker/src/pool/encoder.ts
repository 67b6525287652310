import type { Batch, BatchTask, EncoderId, Failure, Id, LossReason, TaskReport } from "@pixelmill/core";
import { native } from "@pixelmill/native";
import type { EncoderMessage } from "../protocol/messages.ts";
import type { Desk } from "./desk.ts";
import { type EncoderProcess, type Exit, forkEncoder } from "./encoderProcess.ts";
import { Ledger } from "./ledger.ts";
import type { Log } from "./log.ts";
import { ownBytesOf, ownMemory } from "./ownMemory.ts";
import type { Sandbox } from "./sandbox/sandbox.ts";

/** What an encoder is made with. */
export interface EncoderOptions {
  readonly id: EncoderId;
  readonly desk: Desk;
  readonly inFlight: number;
  readonly warmUpMs: number;
  readonly sandbox: Sandbox;
  sourceFile(taskId: Id): string;
  readonly log: Log;
  readonly events: EncoderEvents;
}

/** What an encoder's owner hears of it. */
export interface EncoderEvents {
  ready(encoder: Encoder, spawnMs: number): void;
  started(encoder: Encoder, taskId: Id): void;
  ended(encoder: Encoder, taskId: Id, report: TaskReport): void;
  recalled(encoder: Encoder, taskIds: readonly Id[]): void;
  /** Nothing is running or pending in it any more. */
  idle(encoder: Encoder): void;
  gone(encoder: Encoder, reason: LossReason, culprit: Id | null): void;
}

/** The longest time a timer of Node can hold, in milliseconds. */
const longestTimerMs = 2 ** 31 - 1;

/** One encoder as the pool knows it: its process, its desk and what it has in hand. */
export class Encoder {
  readonly id: EncoderId;
  readonly desk: Desk;
  readonly #options: EncoderOptions;
  readonly #process: EncoderProcess;
  readonly #ledger = new Ledger();
  readonly #deadlines = new Map<Id, NodeJS.Timeout>();
  /** Sources that are being taken off the desk. */
  readonly #lifting = new Map<Id, Promise<void>>();
  /** The task whose peak is being measured: its peak was reset when it began. */
  #measured: Id | null = null;
  readonly #forkedAt = performance.now();
  readonly #warmUp: NodeJS.Timeout;
  /** Batches and recalls reach the process in the order in which they were asked for. */
  #ordered: Promise<void> = Promise.resolve();
  #state: "warming" | "ready" | "retiring" | "stopping" | "gone" = "warming";
  #killed: { readonly reason: LossReason; readonly culprit: Id | null } | null = null;
  #baseBytes: number | null = null;
  #wasReady = false;

  constructor(options: EncoderOptions) {
    this.#options = options;
    this.id = options.id;
    this.desk = options.desk;
    this.#process = forkEncoder({
      desk: options.desk.directory,
      inFlight: options.inFlight,
      sandbox: options.sandbox,
      log: options.log,
      onMessage: (message) => this.#receive(message),
      onGone: (exit) => this.#gone(exit),
    });
    this.#warmUp = setTimeout(() => this.#giveUpWarming(), options.warmUpMs);
  }

  get pid(): number {
    return this.#process.pid;
  }

  get isReady(): boolean {
    return this.#state === "ready";
  }

  /** It has been warm, so its owner has heard of it. */
  get wasReady(): boolean {
    return this.#wasReady;
  }

  get isIdle(): boolean {
    return this.#ledger.isIdle;
  }

  get endedTasks(): number {
    return this.#ledger.ended;
  }

  /** Time since its fork, in milliseconds. */
  get ageMs(): number {
    return performance.now() - this.#forkedAt;
  }

  /** Memory of its own when it was warm, in bytes; null where the system does not tell. */
  get baseBytes(): number | null {
    return this.#baseBytes;
  }

  /** Memory of its own now, in bytes; null where the system does not tell. */
  ownBytes(): number | null {
    return ownBytesOf(this.pid);
  }

  /** Highest memory of its own since the peak was reset, in bytes; null where the system does not tell. */
  #peakBytes(): number | null {
    const memory = native.processMemory([this.pid])[0] ?? null;
    if (memory === null || memory.peakResidentBytes === null) return null;
    return ownMemory({ ...memory, residentBytes: memory.peakResidentBytes });
  }

  send(batch: Batch): void {
    for (const { task, deadlineMs } of batch.tasks) this.#ledger.assign(task.id, deadlineMs);
    this.#inOrder(() => this.#layAndSend(batch.tasks));
  }

  recall(taskIds: readonly Id[]): void {
    this.#inOrder(async () => this.#process.send({ type: "recall", taskIds }));
  }

  /** Ends it at once; the first reason counts. */
  kill(reason: LossReason, culprit: Id | null): void {
    this.#killed ??= { reason, culprit };
    this.#process.kill();
  }

  /** It gets nothing more; once it has nothing in hand it is stopped. */
  retire(): void {
    if (this.#state === "warming") {
      this.kill("retired", null);
      return;
    }
    this.#state = "retiring";
    if (this.isIdle) this.#process.send({ type: "stop" });
  }

  /** Lets it finish what it has begun, then ends it. */
  stop(): void {
    if (this.#state === "warming") this.#process.kill();
    this.#state = "stopping";
    this.#process.send({ type: "stop" });
  }

  #inOrder(step: () => Promise<void>): void {
    this.#ordered = this.#ordered.then(step).catch((error: unknown) => {
      this.#options.log.error({ encoder: this.id, error: String(error) }, "a batch could not be sent; its encoder is ended");
      this.kill("crashed", null);
    });
  }

  async #layAndSend(tasks: readonly BatchTask[]): Promise<void> {
    const failures = await Promise.all(tasks.map(({ task }) => this.#lay(task.id)));
    if (this.#state === "gone" || this.#state === "stopping") return;
    const laid = tasks.filter((_, index) => failures[index] === null);
    const message = laid.map(({ task: { id, info, settings }, threads }) => ({ taskId: id, info, settings, threads }));
    if (message.length > 0) this.#process.send({ type: "batch", tasks: message });
    tasks.forEach(({ task }, index) => {
      const failure = failures[index];
      if (failure) this.#end(task.id, failedUnbegun(task, failure));
    });
  }

  /** A recalled task may come again while its source is still being taken off the desk. */
  async #lay(taskId: Id): Promise<Failure | null> {
    await this.#lifting.get(taskId);
    return this.desk.lay(taskId, this.#options.sourceFile(taskId));
  }

  #receive(message: EncoderMessage): void {
    switch (message.type) {
      case "ready":
        this.#becameReady();
        break;
      case "started":
        this.#started(message.taskId);
        break;
      case "finished":
        this.#finished(message.taskId, message.results, message.wallMs);
        break;
      case "recalled":
        this.#recalled(message.taskIds);
        break;
      case "inspected":
        this.#ignored(message.type, message.name);
        break;
    }
  }

  #becameReady(): void {
    if (this.#state !== "warming") return;
    clearTimeout(this.#warmUp);
    this.#state = "ready";
    this.#wasReady = true;
    this.#baseBytes = this.ownBytes();
    this.#options.events.ready(this, this.ageMs);
  }

  #started(taskId: Id): void {
    const begun = this.#ledger.begin(taskId);
    if (begun === null) {
      this.#ignored("started", taskId);
      return;
    }
    this.#measured = begun.alone && native.resetPeak(this.pid) ? taskId : null;
    const deadline = setTimeout(() => this.kill("deadline", taskId), Math.min(begun.deadlineMs, longestTimerMs));
    this.#deadlines.set(taskId, deadline);
    this.#options.events.started(this, taskId);
  }

  #finished(taskId: Id, results: TaskReport["results"], wallMs: number): void {
    if (this.#ledger.isRunning(taskId)) this.#end(taskId, { results, wallMs, peakBytes: null });
    else this.#ignored("finished", taskId);
  }

  #end(taskId: Id, report: TaskReport): void {
    const ended = this.#ledger.end(taskId);
    if (ended === null) return;
    const peakBytes = ended.alone && this.#measured === taskId ? this.#peakBytes() : null;
    this.#forget(taskId);
    this.#options.events.ended(this, taskId, { ...report, peakBytes });
    this.#checkIdle();
  }

  #recalled(taskIds: readonly Id[]): void {
    const recalled = this.#ledger.recall(taskIds);
    for (const taskId of recalled) this.#forget(taskId);
    this.#options.events.recalled(this, recalled);
    this.#checkIdle();
  }

  #checkIdle(): void {
    if (!this.isIdle) return;
    if (this.#state === "retiring") this.#process.send({ type: "stop" });
    this.#options.events.idle(this);
  }

  #forget(taskId: Id): void {
    clearTimeout(this.#deadlines.get(taskId));
    this.#deadlines.delete(taskId);
    const lifting = this.desk.lift(taskId).then(() => {
      if (this.#lifting.get(taskId) === lifting) this.#lifting.delete(taskId);
    });
    this.#lifting.set(taskId, lifting);
  }

  #giveUpWarming(): void {
    this.#options.log.error({ encoder: this.id }, "an encoder did not become warm in time; it is ended");
    this.#process.kill();
  }

  #ignored(what: string, name: string): void {
    this.#options.log.warn({ encoder: this.id, what, name }, "an encoder spoke of a task it does not have");
  }

  #gone(exit: Exit): void {
    // What it does as it is stopped is nobody's loss any more.
    const orderly = this.#state === "stopping" || (this.#state === "retiring" && this.isIdle);
    this.#state = "gone";
    clearTimeout(this.#warmUp);
    for (const deadline of this.#deadlines.values()) clearTimeout(deadline);
    const { reason, culprit } = this.#killed ?? { reason: orderly ? "retired" : "crashed", culprit: null };
    this.#options.log.debug({ encoder: this.id, ...exit, reason }, "an encoder is gone");
    this.#options.events.gone(this, reason, culprit !== null && this.#ledger.has(culprit) ? culprit : null);
  }
}

const failedUnbegun = ({ settings }: BatchTask["task"], error: Failure): TaskReport => ({
  results: settings.outputs.map(() => ({ status: "failed", error })),
  wallMs: 0,
  peakBytes: null,
});
