import { setTimeout as pause } from "node:timers/promises";
import {
  type CostModel,
  deadlineMs,
  type Failure,
  fail,
  failure,
  formatBytes,
  type Id,
  type ImageInfo,
  previewSettings,
  type Result,
  workloadOf,
} from "@pixelmill/core";
import type { Log } from "../pool/log.ts";
import type { Sandbox } from "../pool/sandbox/sandbox.ts";
import { SideEncoder, type TakeFile } from "../pool/sideEncoder.ts";

/** The budget's room for work beside the pool's, in bytes. */
export interface SideRoom {
  /** Whether the pool has left what is reserved. */
  readonly isFree: boolean;
  /** The most that the pool could ever leave. */
  readonly mostBytes: number;
}

export interface PreviewsOptions {
  readonly desksDir: string;
  readonly sandbox: Sandbox;
  readonly log: Log;
  readonly model: CostModel;
  /** To be called whenever {@link Previews.reservedBytes} has changed, and to look again. */
  readonly reserve: () => SideRoom;
  /** Longest wait for memory that tasks have taken, in milliseconds. Default 20,000. */
  readonly waitMs?: number;
}

/** A picture of which a preview is wanted. */
export interface PreviewWish {
  /** 128 bits, of this wish alone. */
  readonly id: Id;
  readonly info: ImageInfo;
  readonly sourceFile: string;
  /** Asked when its turn comes: whether anybody still waits for it. */
  isWanted(): boolean;
}

const defaultWaitMs = 20_000;

/** Between two looks whether memory has become free, in milliseconds. */
const lookMs = 50;

/** Memory of an idle encoder's own where it is not running yet, in bytes: as measured on Linux, rounded up. */
const usualBaseBytes = 60e6;

/** Makes previews, one at a time, in an encoder of their own and within the budget. */
export class Previews {
  readonly #options: PreviewsOptions;
  readonly #encoder: SideEncoder;
  #turn: Promise<unknown> = Promise.resolve();
  #reservedBytes = 0;
  #stopped = false;

  constructor(options: PreviewsOptions) {
    this.#options = options;
    this.#encoder = new SideEncoder({ desksDir: options.desksDir, sandbox: options.sandbox, log: options.log });
  }

  prepare(): Promise<void> {
    return this.#encoder.prepare();
  }

  /** Resolves when nothing is made any more and the process is gone. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.all([this.#encoder.stop(), this.#turn]);
  }

  /** The process that makes them; null where there is none. */
  get pid(): number | null {
    return this.#encoder.pid;
  }

  /** What its process may take, its idle memory included, in bytes; 0 where nothing is made. */
  get reservedBytes(): number {
    return this.#reservedBytes;
  }

  /** Ends the one that is made: it takes more memory than there is. */
  killForMemory(budgetBytes: number): void {
    this.#encoder.kill(failure("memoryOverrun", { budget: formatBytes(budgetBytes) }));
  }

  /**
   * Makes a preview and has its file taken away; null where there is none better than the picture itself. Fails as an encode does, with
   * `exceedsMemory`, `memoryTaken`, or with `unavailable` where nobody wants it any more.
   */
  make<T>(wish: PreviewWish, take: TakeFile<T>): Promise<Result<T | null>> {
    const made = this.#turn.then(() => this.#make(wish, take));
    this.#turn = made.catch(() => {});
    return made;
  }

  async #make<T>({ id, info, sourceFile, isWanted }: PreviewWish, take: TakeFile<T>): Promise<Result<T | null>> {
    if (!isWanted()) return fail(failure("unavailable"));
    const settings = previewSettings(info);
    const { peakBytes } = this.#options.model.estimate({ info, settings });
    try {
      const refusal = await this.#admit((this.#encoder.ownBytes ?? usualBaseBytes) + peakBytes);
      if (refusal !== null) return fail(refusal);
      const task = { taskId: id, info, settings, threads: 1 };
      return await this.#encoder.run({ task, sourceFile, deadlineMs: deadlineMs(workloadOf({ info, settings })) }, take);
    } finally {
      this.#reservedBytes = 0;
      this.#options.reserve();
    }
  }

  /** From the first moment the pool gets nothing more of what is asked for here: it becomes free as tasks end. */
  async #admit(bytes: number): Promise<Failure | null> {
    const { reserve, waitMs = defaultWaitMs } = this.#options;
    this.#reservedBytes = bytes;
    for (let waited = 0; waited <= waitMs && !this.#stopped; waited += lookMs) {
      const { isFree, mostBytes } = reserve();
      if (isFree) return null;
      if (bytes > mostBytes)
        return failure("exceedsMemory", { needed: formatBytes(bytes), budget: formatBytes(Math.max(0, mostBytes)) });
      await pause(lookMs);
    }
    return failure(this.#stopped ? "unavailable" : "memoryTaken");
  }
}
