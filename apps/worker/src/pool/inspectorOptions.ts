import type { ImageInfo, Result } from "@pixelmill/core";
import type { InspectionLimits } from "../protocol/messages.ts";
import type { Log } from "./log.ts";
import type { Sandbox } from "./sandbox/sandbox.ts";

/** What an inspector is made with. */
export interface InspectorOptions {
  /** Directory of the inspector's desks, its own: not the pool's. */
  readonly desksDir: string;
  readonly limits: InspectionLimits;
  readonly log: Log;
  /** What holds the encoders. Default: all that this system has. */
  readonly sandbox?: Sandbox;
  /** Files inspected at once. Default 8. */
  readonly concurrency?: number;
  /** Longest time for one file once the encoder has it, in milliseconds. Default 10,000. */
  readonly deadlineMs?: number;
}

/** Reads what a file is, from its content, in an encoder of its own. */
export interface Inspector {
  /** Forks the encoder; resolves when it is warm. */
  start(): Promise<void>;
  /** Ends the encoder; what was under way fails as `unavailable`. */
  stop(): Promise<void>;
  /**
   * Facts of a file's image. Safe to call any number of times at once. A file that crashes or hangs the encoder is tried
   * again alone, once, and then fails alone (`encoderCrashed`, `deadlineExceeded`).
   */
  inspect(sourceFile: string): Promise<Result<ImageInfo>>;
  pids(): readonly number[];
}
