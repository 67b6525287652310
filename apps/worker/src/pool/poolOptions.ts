import type { EncoderId, Id, Pool, PoolListener } from "@pixelmill/core";
import type { Log } from "./log.ts";
import type { Sandbox } from "./sandbox/sandbox.ts";

/** What a pool is made with. */
export interface PoolOptions {
  /** Tasks that each encoder runs at once, at least 1. */
  readonly inFlight: number;
  /** Directory of the desks, the pool's own: what a killed worker left in it is removed at start. */
  readonly desksDir: string;
  /** Where the bytes of a task's source are. On the desks' disk they are hard-linked, else copied. */
  sourceFile(taskId: Id): string;
  readonly listener: PoolListener;
  readonly log: Log;
  /** What holds the encoders. Default: all that this system has. */
  readonly sandbox?: Sandbox;
  readonly hooks?: PoolHooks;
  /** Tasks after which an encoder is replaced by a fresh one. Default 5,000. */
  readonly maxTasksPerEncoder?: number;
  /** Growth of an encoder's idle memory since it was warm, in bytes, past which it is replaced. Default 256 MiB. */
  readonly maxIdleGrowthBytes?: number;
  /** Longest time from fork to warm, in milliseconds, past which the encoder is given up. Default 30,000. */
  readonly warmUpMs?: number;
}

/** What metrics may want to know of a pool besides what its listener hears. */
export interface PoolHooks {
  /** An encoder is warm, `spawnMs` milliseconds after its fork. */
  encoderSpawned?(encoder: EncoderId, spawnMs: number): void;
}

/** An encoder and the process it runs in. */
export interface EncoderPid {
  readonly encoder: EncoderId;
  readonly pid: number;
}

/** The encoders of this machine, behind core's {@link Pool}. */
export interface EncoderPool extends Pool {
  /** Removes what a killed worker left on the desks. To be awaited before anything is spawned. */
  prepare(): Promise<void>;
  /** Resolves when the first spawned encoders are warm. Rejects where encoders cannot be started at all. */
  warm(): Promise<void>;
  /** Lets the encoders finish what they have begun, for at most `graceMs` milliseconds, then ends them. The listener hears nothing more after it. */
  stop(graceMs: number): Promise<void>;
  /** Process ids of all encoders that are alive, warming ones included. */
  pids(): readonly number[];
  /** The same with the encoder each belongs to. */
  processes(): readonly EncoderPid[];
  /**
   * The file of an output that ended as `optimized`, by its place in the settings. It stays until {@link clear}, whatever becomes
   * of its encoder. Throws for a task the pool has no output of.
   */
  outputFile(taskId: Id, index: number): string;
  /** Removes what a task has left on its desk. A task the pool does not know is no error. */
  clear(taskId: Id): Promise<void>;
}
