import type { EncoderId } from "../dispatch/pool.ts";
import { type ImageInfo, pixelCount } from "../image/imageInfo.ts";
import { finalState, isDelivered, type TaskResult } from "../job/taskResult.ts";
import { batchBounds, durationBounds } from "./bounds.ts";
import { DistributionRecorder } from "./distribution.ts";
import type { MemoryPoint } from "./memorySeries.ts";
import type { EncoderMetrics, MetricsSnapshot } from "./metricsSnapshot.ts";
import { PoolRecorder } from "./poolRecorder.ts";

/** What an encoder that is there has done. */
interface EncoderRecord {
  tasks: number;
  busyMs: number;
  running: number;
  busySince: number;
}

/**
 * Collects what was measured. Every number is observed, none is derived from an estimate; time is passed in. Its size is bounded
 * by the encoders that are there: those that are gone are one sum.
 */
export class MetricsRecorder {
  readonly #batchSizes = new DistributionRecorder(batchBounds);
  readonly #waitMs = new DistributionRecorder(durationBounds);
  readonly #runMs = new DistributionRecorder(durationBounds);
  readonly #pool: PoolRecorder;
  /** Recorders of a part of the time, such as a job's. */
  readonly #followers = new Set<PoolRecorder>();
  readonly #encoders = new Map<EncoderId, EncoderRecord>();
  readonly #gone = { encoders: 0, tasks: 0, busyMs: 0 };
  readonly #ended = { optimized: 0, keptOriginal: 0, failed: 0, cancelled: 0 };
  readonly #beganAt: number;
  #retries = 0;
  #pixels = 0;
  #sourceBytes = 0;
  #outputBytes = 0;

  constructor(now: number) {
    this.#beganAt = now;
    this.#pool = new PoolRecorder(now);
  }

  /** Encoders with room that wait for memory now. */
  get waiting(): number {
    return this.#pool.waiting;
  }

  /** Lets a recorder hear of the pool what this one hears, from now until {@link unfollow}. */
  follow(follower: PoolRecorder, now: number): void {
    follower.waitingForMemory(this.#pool.waiting, now);
    this.#followers.add(follower);
  }

  unfollow(follower: PoolRecorder, now: number): void {
    follower.waitingForMemory(0, now);
    this.#followers.delete(follower);
  }

  batchSent(tasks: number): void {
    this.#batchSizes.observe(tasks);
  }

  taskStarted(encoder: EncoderId, waitedMs: number, now: number): void {
    this.#waitMs.observe(waitedMs);
    const of = this.#encoder(encoder);
    if (of.running === 0) of.busySince = now;
    of.running += 1;
  }

  /** A running task left its encoder, ended or lost. `runMs` is null where it did not end. */
  taskLeft(encoder: EncoderId, runMs: number | null, now: number): void {
    const of = this.#encoder(encoder);
    of.running -= 1;
    if (of.running === 0) of.busyMs += now - of.busySince;
    if (runMs === null) return;
    of.tasks += 1;
    this.#runMs.observe(runMs);
  }

  /** A source counts once, however many outputs came of it. */
  taskEnded(info: ImageInfo, results: readonly TaskResult[]): void {
    this.#ended[finalState(results)] += 1;
    const delivered = results.filter(isDelivered);
    if (delivered.length === 0) return;
    this.#pixels += pixelCount(info);
    this.#sourceBytes += info.bytes;
    for (const { output } of delivered) this.#outputBytes += output.bytes;
  }

  taskRetried(): void {
    this.#retries += 1;
  }

  /** How many encoders with room wait for memory from now on. */
  waitingForMemory(encoders: number, now: number): void {
    for (const recorder of this.#recorders()) recorder.waitingForMemory(encoders, now);
  }

  memorySampled(sample: MemoryPoint): void {
    for (const recorder of this.#recorders()) recorder.memorySampled(sample);
  }

  encoderSpawned(ms: number): void {
    for (const recorder of this.#recorders()) recorder.encoderSpawned(ms);
  }

  /** An encoder has ended, for whatever reason; none of its tasks is left in it. */
  encoderGone(encoder: EncoderId): void {
    const { tasks, busyMs } = this.#encoder(encoder);
    this.#encoders.delete(encoder);
    this.#gone.encoders += 1;
    this.#gone.tasks += tasks;
    this.#gone.busyMs += busyMs;
    for (const recorder of this.#recorders()) recorder.encoderGone();
  }

  snapshot(now: number): MetricsSnapshot {
    const { memoryBytes, aboveBudget, spawnMs, contentionMs } = this.#pool.snapshot(now);
    return {
      batchSizes: this.#batchSizes.snapshot(),
      waitMs: this.#waitMs.snapshot(),
      runMs: this.#runMs.snapshot(),
      memoryBytes,
      aboveBudget,
      encoders: [...this.#encoders].map(([encoder, of]) => this.#encoderMetrics(encoder, of, now)),
      gone: { ...this.#gone },
      spawnMs,
      retries: this.#retries,
      contentionMs,
      ended: { ...this.#ended },
      pixels: this.#pixels,
      sourceBytes: this.#sourceBytes,
      outputBytes: this.#outputBytes,
      elapsedMs: now - this.#beganAt,
    };
  }

  #recorders(): PoolRecorder[] {
    return [this.#pool, ...this.#followers];
  }

  #encoder(encoder: EncoderId): EncoderRecord {
    let of = this.#encoders.get(encoder);
    if (of === undefined) {
      of = { tasks: 0, busyMs: 0, running: 0, busySince: 0 };
      this.#encoders.set(encoder, of);
    }
    return of;
  }

  #encoderMetrics(encoder: EncoderId, of: EncoderRecord, now: number): EncoderMetrics {
    return { encoder, tasks: of.tasks, busyMs: of.busyMs + (of.running > 0 ? now - of.busySince : 0) };
  }
}
