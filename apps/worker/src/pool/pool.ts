import { join } from "node:path";
import type { Batch, EncoderId, Id, LossReason, TaskReport } from "@pixelmill/core";
import { clearDesks, makeDesk } from "./desk.ts";
import { Encoder, type EncoderEvents } from "./encoder.ts";
import { Outputs } from "./outputs.ts";
import type { EncoderPid, EncoderPool, PoolOptions } from "./poolOptions.ts";
import { respawnDelayMs } from "./respawnDelay.ts";
import { hasGrown, hasRunEnough, type WearLimits } from "./wear.ts";

export type { EncoderPid, EncoderPool, PoolOptions } from "./poolOptions.ts";

/** Tasks after which an encoder is replaced: often enough that a slow leak stays small, seldom enough to cost nothing. */
const defaultMaxTasks = 5_000;
const defaultMaxIdleGrowthBytes = 256 * 1024 * 1024;
const defaultWarmUpMs = 30_000;

/** Resident memory of a warm encoder where the system does not tell: as measured on Linux, rounded up. */
const usualBaseBytes = 100_000_000;

/** Wait before an idle encoder's memory is looked at, in milliseconds: its allocator returns memory a little later than it is freed. */
const settleMs = 1_000;

/** Age up to which the death of a warm encoder that did nothing says that encoders can't live here, in milliseconds. */
const earlyDeathMs = 10_000;

/** Encoders that may die warming up, in a row, before a start is given up. */
const startAttempts = 3;

/** Makes a pool; nothing runs until `start`. */
export const createPool = (options: PoolOptions): EncoderPool => new ForkedPool(options);

class ForkedPool implements EncoderPool {
  readonly #options: PoolOptions;
  readonly #wear: WearLimits;
  readonly #encoders = new Map<EncoderId, Encoder>();
  readonly #outputs = new Outputs();
  readonly #events: EncoderEvents;
  readonly #respawns = new Set<NodeJS.Timeout>();
  /** Encoders whose memory is looked at shortly, if they are idle then. */
  readonly #settling = new Set<EncoderId>();
  #lastId = 0;
  /** Desks being made for encoders that are about to be forked. */
  #forking = 0;
  #deathsInARow = 0;
  /** The worn encoder whose successor is warming up; one at a time, so a replacement costs one encoder's memory. */
  #worn: Encoder | null = null;
  #starting: PromiseWithResolvers<void> | null = null;
  #stopping: PromiseWithResolvers<void> | null = null;

  constructor(options: PoolOptions) {
    this.#options = options;
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

  async start(): Promise<void> {
    await clearDesks(this.#options.desksDir);
    this.#starting = Promise.withResolvers();
    this.#fill();
    try {
      await this.#starting.promise;
    } catch (error) {
      await this.stop(0);
      throw error;
    }
  }

  async stop(graceMs: number): Promise<void> {
    this.#stopping = Promise.withResolvers();
    for (const respawn of this.#respawns) clearTimeout(respawn);
    this.#respawns.clear();
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

  outputFile(taskId: Id): string {
    return this.#outputs.file(taskId);
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

  kill(encoder: EncoderId, reason: "cancelled" | "memory", culprit: Id): void {
    this.#encoders.get(encoder)?.kill(reason, culprit);
  }

  /** Forks what is missing: the encoders that are wanted, and one more while a worn one waits for its successor. */
  #fill(): void {
    if (this.#stopping !== null) return;
    const kept = [...this.#encoders.values()].filter(({ isKept }) => isKept).length;
    const wanted = this.#options.encoders + (this.#worn === null ? 0 : 1);
    for (let missing = wanted - kept - this.#forking - this.#respawns.size; missing > 0; missing--) this.#forkLater();
  }

  #forkLater(): void {
    const delayMs = respawnDelayMs(this.#deathsInARow);
    const timer = setTimeout(() => {
      this.#respawns.delete(timer);
      void this.#fork();
    }, delayMs);
    this.#respawns.add(timer);
  }

  async #fork(): Promise<void> {
    const { desksDir, inFlight, log, warmUpMs = defaultWarmUpMs } = this.#options;
    const id = ++this.#lastId;
    this.#forking += 1;
    try {
      const desk = await makeDesk(join(desksDir, `encoder-${id}`), log);
      if (this.#stopping !== null) {
        await desk.remove();
        return;
      }
      const sourceFile = (taskId: Id) => this.#options.sourceFile(taskId);
      this.#encoders.set(id, new Encoder({ id, desk, inFlight, warmUpMs, sourceFile, log, events: this.#events }));
    } catch (error) {
      log.error({ encoder: id, error: String(error) }, "an encoder could not be forked");
      this.#died();
    } finally {
      this.#forking -= 1;
      this.#checkStopped();
      this.#fill();
    }
  }

  #ready(encoder: Encoder, spawnMs: number): void {
    const { listener, hooks, log, encoders } = this.#options;
    log.debug({ encoder: encoder.id, pid: encoder.pid, spawnMs: Math.round(spawnMs) }, "an encoder is warm");
    hooks?.encoderSpawned?.(encoder.id, spawnMs);
    const ready = [...this.#encoders.values()].filter(({ isReady }) => isReady).length;
    // The worn one goes first: what waits must not be refused for want of memory that one encoder too many holds for a moment.
    if (ready > encoders && this.#worn !== null) this.#retire(this.#worn);
    listener.encoderReady(encoder.id, encoder.baseBytes ?? usualBaseBytes);
    if (ready >= encoders) this.#starting?.resolve();
  }

  #retire(worn: Encoder): void {
    this.#worn = null;
    this.#options.listener.encoderRetiring(worn.id);
    worn.retire();
  }

  #ended(encoder: Encoder, taskId: Id, report: TaskReport): void {
    this.#deathsInARow = 0;
    if (report.result.status === "optimized") this.#outputs.add(taskId, encoder.desk);
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

  #replace(encoder: Encoder): void {
    if (this.#worn !== null || !encoder.isReady) return;
    this.#options.log.debug({ encoder: encoder.id, endedTasks: encoder.endedTasks }, "an encoder is worn; it gets a successor");
    this.#worn = encoder;
    this.#fill();
  }

  #gone(encoder: Encoder, reason: LossReason, culprit: Id | null): void {
    this.#encoders.delete(encoder.id);
    if (this.#worn === encoder) this.#worn = null;
    void this.#outputs.release(encoder.desk);
    if (this.#stopping !== null) {
      this.#checkStopped();
      return;
    }
    const early = !encoder.wasReady || encoder.ageMs < earlyDeathMs;
    if (reason === "crashed" && encoder.endedTasks === 0 && early) this.#died();
    this.#fill();
    // An encoder that never was ready was never announced.
    if (encoder.wasReady) this.#options.listener.encoderLost(encoder.id, reason, culprit);
  }

  /** An encoder died without having done anything. */
  #died(): void {
    this.#deathsInARow += 1;
    if (this.#deathsInARow < startAttempts) return;
    this.#starting?.reject(new Error("The encoders do not start: see the log for what they said."));
  }

  #killAll(): void {
    for (const encoder of this.#encoders.values()) encoder.kill("cancelled", null);
  }

  #checkStopped(): void {
    if (this.#encoders.size === 0 && this.#forking === 0) this.#stopping?.resolve();
  }
}
