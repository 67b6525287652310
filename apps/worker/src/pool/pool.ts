import { join } from "node:path";
import type { Batch, EncoderId, Id, KillReason, LossReason, TaskReport } from "@pixelmill/core";
import { clearDesks, type Desk, makeDesk } from "./desk.ts";
import { Encoder, type EncoderEvents } from "./encoder.ts";
import { defaultWarmUpMs } from "./encoderProcess.ts";
import { Outputs } from "./outputs.ts";
import type { EncoderPid, EncoderPool, PoolOptions } from "./poolOptions.ts";
import { respawnDelayMs } from "./respawnDelay.ts";
import { openSandbox, type Sandbox } from "./sandbox/sandbox.ts";
import { hasGrown, hasRunEnough, type WearLimits } from "./wear.ts";

export type { EncoderPid, EncoderPool, PoolOptions } from "./poolOptions.ts";

/** Tasks after which an encoder is replaced: often enough that a slow leak stays small, seldom enough to cost nothing. */
const defaultMaxTasks = 5_000;
const defaultMaxIdleGrowthBytes = 256 * 1024 * 1024;

/** Resident memory of a warm encoder where the system does not tell: as measured on Linux, rounded up. */
const usualBaseBytes = 100_000_000;

/** Wait before an idle encoder's memory is looked at, in milliseconds: its allocator returns memory a little later than it is freed. */
const settleMs = 1_000;

/** Age up to which the death of a warm encoder that did nothing says that encoders can't live here, in milliseconds. */
const earlyDeathMs = 10_000;

/** Encoders that may die warming up, in a row, before a start is given up. */
const startAttempts = 3;

/** An encoder that is not forked yet: a pause goes before it, then its desk is made. */
interface Forking {
  pause: NodeJS.Timeout | null;
  /** It was retired while its desk was made. */
  unwanted: boolean;
}

/** Makes a pool; nothing runs until an encoder is spawned. */
export const createPool = (options: PoolOptions): EncoderPool => new ForkedPool(options);

class ForkedPool implements EncoderPool {
  readonly #options: PoolOptions;
  readonly #sandbox: Sandbox;
  readonly #wear: WearLimits;
  readonly #encoders = new Map<EncoderId, Encoder>();
  /** Encoders that have asked for a successor. */
  readonly #worn = new WeakSet<Encoder>();
  readonly #outputs = new Outputs();
  readonly #events: EncoderEvents;
  /** Encoders whose memory is looked at shortly, if they are idle then. */
  readonly #settling = new Set<EncoderId>();
  /** Encoders that are asked for and not forked yet. */
  readonly #forking = new Map<EncoderId, Forking>();
  #lastId = 0;
  #deathsInARow = 0;
  readonly #warm = Promise.withResolvers<void>();
  #stopping: PromiseWithResolvers<void> | null = null;

  constructor(options: PoolOptions) {
    this.#options = options;
    this.#sandbox = options.sandbox ?? openSandbox();
    // Nobody may wait for it.
    this.#warm.promise.catch(() => {});
    this.#wear = {
      maxTasks: options.maxTasksPerEncoder ?? defaultMaxTasks,
      maxIdleGrowthBytes: options.maxIdleGrowthBytes ?? defaultMaxIdleGrowthBytes,
    };
    this.#events = {
      ready: (encoder, spawnMs) => this.#ready(encoder, spawnMs),
      started: (encoder, taskId) => options.listener.taskStarted(encoder.id, taskId),
      ended: (encoder, taskId, report) => this.#ended(encoder, taskId, report),
      recalled: (encoder, taskIds) => options.listener.tasksRecalled(encoder.id, taskIds),
      idle: (encoder) => this.#idle(encoder),
      gone: (encoder, reason, culprit) => this.#gone(encoder, reason, culprit),
    };
  }

  prepare(): Promise<void> {
    return clearDesks(this.#options.desksDir);
  }

  warm(): Promise<void> {
    return this.#warm.promise;
  }

  spawn(): EncoderId {
    const id = ++this.#lastId;
    const pause = setTimeout(() => void this.#fork(id), respawnDelayMs(this.#deathsInARow));
    this.#forking.set(id, { pause, unwanted: false });
    return id;
  }

  retire(encoder: EncoderId): void {
    const forking = this.#forking.get(encoder);
    if (forking === undefined) this.#encoders.get(encoder)?.retire();
    else if (forking.pause === null) forking.unwanted = true;
    else {
      // It never comes to be: memory that is reserved for it is free at once, not when the pause is over.
      clearTimeout(forking.pause);
      this.#forking.delete(encoder);
      queueMicrotask(() => this.#tellLost(encoder, "retired", null));
    }
  }

  async stop(graceMs: number): Promise<void> {
    this.#stopping = Promise.withResolvers();
    for (const [id, { pause }] of this.#forking) {
      if (pause === null) continue;
      clearTimeout(pause);
      this.#forking.delete(id);
    }
    for (const encoder of this.#encoders.values()) encoder.stop();
    const grace = setTimeout(() => this.#killAll(), graceMs);
    this.#checkStopped();
    await this.#stopping.promise;
    clearTimeout(grace);
  }

  pids(): readonly number[] {
    return this.processes().map(({ pid }) => pid);
  }

  processes(): readonly EncoderPid[] {
    return [...this.#encoders.values()].map(({ id, pid }) => ({ encoder: id, pid })).filter(({ pid }) => pid > 0);
  }

  outputFile(taskId: Id, index: number): string {
    return this.#outputs.file(taskId, index);
  }

  clear(taskId: Id): Promise<void> {
    return this.#outputs.clear(taskId);
  }

  send(encoder: EncoderId, batch: Batch): void {
    this.#encoders.get(encoder)?.send(batch);
  }

  recall(encoder: EncoderId, taskIds: readonly Id[]): void {
    this.#encoders.get(encoder)?.recall(taskIds);
  }

  kill(encoder: EncoderId, reason: KillReason, culprit: Id | null): void {
    this.#encoders.get(encoder)?.kill(reason, culprit);
  }

  async #fork(id: EncoderId): Promise<void> {
    const { desksDir, log } = this.#options;
    const forking = this.#forking.get(id);
    if (forking === undefined) return;
    forking.pause = null;
    try {
      const desk = await makeDesk(join(desksDir, `encoder-${id}`), log);
      this.#forking.delete(id);
      if (!forking.unwanted && this.#stopping === null) {
        this.#open(id, desk);
        return;
      }
      await desk.remove();
      this.#tellLost(id, "retired", null);
    } catch (error) {
      log.error({ encoder: id, error: String(error) }, "an encoder could not be forked");
      this.#forking.delete(id);
      this.#died();
      this.#tellLost(id, "crashed", null);
    }
    this.#checkStopped();
  }

  #open(id: EncoderId, desk: Desk): void {
    const { inFlight, log, warmUpMs = defaultWarmUpMs } = this.#options;
    const sourceFile = (taskId: Id) => this.#options.sourceFile(taskId);
    const encoder = { id, desk, inFlight, warmUpMs, sandbox: this.#sandbox, sourceFile, log, events: this.#events };
    this.#encoders.set(id, new Encoder(encoder));
  }

  #ready(encoder: Encoder, spawnMs: number): void {
    const { listener, hooks, log } = this.#options;
    log.debug({ encoder: encoder.id, pid: encoder.pid, spawnMs: Math.round(spawnMs) }, "an encoder is warm");
    hooks?.encoderSpawned?.(encoder.id, spawnMs);
    listener.encoderReady(encoder.id, encoder.baseBytes ?? usualBaseBytes);
    if (this.#forking.size === 0 && [...this.#encoders.values()].every(({ wasReady }) => wasReady)) this.#warm.resolve();
  }

  #ended(encoder: Encoder, taskId: Id, report: TaskReport): void {
    this.#deathsInARow = 0;
    if (report.results.some(({ status }) => status === "optimized"))
      this.#outputs.add(taskId, report.results.length, encoder.desk);
    this.#options.listener.taskEnded(encoder.id, taskId, report);
    if (hasRunEnough(encoder.endedTasks, this.#wear)) this.#replace(encoder);
  }

  #idle(encoder: Encoder): void {
    if (this.#settling.has(encoder.id)) return;
    this.#settling.add(encoder.id);
    setTimeout(() => this.#checkGrowth(encoder), settleMs).unref();
  }

  #checkGrowth(encoder: Encoder): void {
    this.#settling.delete(encoder.id);
    if (!encoder.isReady || !encoder.isIdle) return;
    if (hasGrown(encoder.baseBytes, encoder.ownBytes(), this.#wear)) this.#replace(encoder);
  }

  /** Says once that an encoder wants a successor. */
  #replace(encoder: Encoder): void {
    if (this.#worn.has(encoder) || !encoder.isReady) return;
    this.#worn.add(encoder);
    this.#options.log.debug({ encoder: encoder.id, endedTasks: encoder.endedTasks }, "an encoder is worn; it gets a successor");
    this.#options.listener.encoderWorn(encoder.id);
  }

  #gone(encoder: Encoder, reason: LossReason, culprit: Id | null): void {
    this.#encoders.delete(encoder.id);
    void this.#outputs.release(encoder.desk);
    const early = !encoder.wasReady || encoder.ageMs < earlyDeathMs;
    if (reason === "crashed" && encoder.endedTasks === 0 && early) this.#died();
    this.#checkStopped();
    this.#tellLost(encoder.id, reason, culprit);
  }

  #tellLost(encoder: EncoderId, reason: LossReason, culprit: Id | null): void {
    if (this.#stopping === null) this.#options.listener.encoderLost(encoder, reason, culprit);
  }

  /** An encoder died without having done anything. */
  #died(): void {
    this.#deathsInARow += 1;
    if (this.#deathsInARow < startAttempts) return;
    this.#warm.reject(new Error("The encoders do not start: see the log for what they said."));
  }

  #killAll(): void {
    for (const encoder of this.#encoders.values()) encoder.kill("cancelled", null);
  }

  #checkStopped(): void {
    if (this.#encoders.size === 0 && this.#forking.size === 0) this.#stopping?.resolve();
  }
}
