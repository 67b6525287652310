import type { Config } from "../config/config.ts";
import type { Log } from "../pool/log.ts";
import { hasDiskReserve } from "./diskRoom.ts";

/** First and longest wait before work that the disk had no room for is tried again, in milliseconds. */
const firstDelayMs = 250;
const longestDelayMs = 10_000;

interface RoomParts {
  readonly config: Pick<Config, "dataDir" | "diskReserveBytes">;
  readonly log: Log;
}

/**
 * Work that the disk had no room for waits here until there is room. What does not fit again comes back, later each time: the disk may
 * have room for its reserve and still not for that.
 */
export class Room {
  readonly #parts: RoomParts;
  readonly #waiting: (() => Promise<void>)[] = [];
  #timer: NodeJS.Timeout | null = null;
  #delayMs = firstDelayMs;
  /** When the last work came, on the clock of `performance.now()`. */
  #cameAt = Number.NEGATIVE_INFINITY;
  #stopped = false;

  constructor(parts: RoomParts) {
    this.#parts = parts;
  }

  /** Does the work again once there is room. What it throws is logged. */
  wait(again: () => Promise<void>): void {
    // Nothing came for long: this is another time that the disk is full.
    if (performance.now() - this.#cameAt > 2 * longestDelayMs) this.#delayMs = firstDelayMs;
    this.#cameAt = performance.now();
    if (this.#waiting.push(again) === 1) this.#parts.log.warn({}, "the disk is full: work waits until there is room");
    this.#schedule();
  }

  /** Pieces of work that wait. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** What waits is left to the next start. */
  stop(): void {
    this.#stopped = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  #schedule(): void {
    if (this.#stopped) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      void this.#try();
    }, this.#delayMs);
  }

  async #try(): Promise<void> {
    const hasRoom = await hasDiskReserve(this.#parts.config).catch(() => false);
    this.#delayMs = Math.min(longestDelayMs, 2 * this.#delayMs);
    if (hasRoom) for (const again of this.#waiting.splice(0)) await again().catch((error: unknown) => this.#failed(error));
    if (this.#waiting.length > 0) this.#schedule();
  }

  #failed(error: unknown): void {
    this.#parts.log.error({ err: error }, "what waited for room on the disk could not go on");
  }
}
