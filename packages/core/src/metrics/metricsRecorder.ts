import type { EncoderId } from "../dispatch/pool.ts";
import { type ImageInfo, pixelCount } from "../image/imageInfo.ts";
import { isDelivered, type TaskResult } from "../job/taskResult.ts";
import { DistributionRecorder, geometricBounds } from "./distribution.ts";
import type { EncoderMetrics, MetricsSnapshot } from "./metricsSnapshot.ts";

/** 0.1 ms to 2 h in steps of 10 %. */
const durationBounds = geometricBounds(0.1, 7_200_000, 1.1);
/** 16 MB to 1 TB in steps of 10 %. */
const memoryBounds = geometricBounds(16e6, 1e12, 1.1);
/** Batches have at most a few hundred tasks: small ones are counted exactly. */
const batchBounds = [1, 2, 3, 5, 8, 10, 15, 20, 30, 50, 75, 100, 200];

/** Collects what was measured. Every number is observed, none is derived from an estimate; time is passed in. */
export class MetricsRecorder {
  readonly #batchSizes = new DistributionRecorder(batchBounds);
  readonly #waitMs = new DistributionRecorder(durationBounds);
  readonly #runMs = new DistributionRecorder(durationBounds);
  readonly #memoryBytes = new DistributionRecorder(memoryBounds);
  readonly #spawnMs = new DistributionRecorder(durationBounds);
  readonly #encoders = new Map<EncoderId, { tasks: number; busyMs: number; running: number; busySince: number }>();
  readonly #ended = { optimized: 0, keptOriginal: 0, failed: 0, cancelled: 0 };
  readonly #beganAt: number;
  #retries = 0;
  #contentionMs = 0;
  #contention = { encoders: 0, since: 0 };
  #pixels = 0;
  #sourceBytes = 0;
  #outputBytes = 0;

  constructor(now: number) {
    this.#beganAt = now;
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

  taskEnded(info: ImageInfo, result: TaskResult): void {
    this.#ended[result.status] += 1;
    if (!isDelivered(result)) return;
    this.#pixels += pixelCount(info);
    this.#sourceBytes += info.bytes;
    this.#outputBytes += result.output.bytes;
  }

  taskRetried(): void {
    this.#retries += 1;
  }

  /** How many encoders with room wait for memory from now on. */
  waitingForMemory(encoders: number, now: number): void {
    this.#contentionMs += this.#contention.encoders * (now - this.#contention.since);
    this.#contention = { encoders, since: now };
  }

  memorySampled(bytes: number): void {
    this.#memoryBytes.observe(bytes);
  }

  encoderSpawned(ms: number): void {
    this.#spawnMs.observe(ms);
  }

  snapshot(now: number): MetricsSnapshot {
    this.waitingForMemory(this.#contention.encoders, now);
    return {
      batchSizes: this.#batchSizes.snapshot(),
      waitMs: this.#waitMs.snapshot(),
      runMs: this.#runMs.snapshot(),
      memoryBytes: this.#memoryBytes.snapshot(),
      encoders: [...this.#encoders].map(([encoder, of]) => this.#encoderMetrics(encoder, of, now)),
      spawnMs: this.#spawnMs.snapshot(),
      retries: this.#retries,
      contentionMs: this.#contentionMs,
      ended: { ...this.#ended },
      pixels: this.#pixels,
      sourceBytes: this.#sourceBytes,
      outputBytes: this.#outputBytes,
      elapsedMs: now - this.#beganAt,
    };
  }

  #encoder(encoder: EncoderId) {
    let of = this.#encoders.get(encoder);
    if (of === undefined) {
      of = { tasks: 0, busyMs: 0, running: 0, busySince: 0 };
      this.#encoders.set(encoder, of);
    }
    return of;
  }

  #encoderMetrics(
    encoder: EncoderId,
    of: { tasks: number; busyMs: number; running: number; busySince: number },
    now: number,
  ): EncoderMetrics {
    return { encoder, tasks: of.tasks, busyMs: of.busyMs + (of.running > 0 ? now - of.busySince : 0) };
  }
}
