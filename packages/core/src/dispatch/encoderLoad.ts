import { reservationBytes } from "../plan/admit.ts";
import { type Entry, isAlone } from "./entry.ts";
import type { EncoderId } from "./pool.ts";

/** An encoder's share of the budget. */
export interface EncoderReservation {
  readonly id: EncoderId;
  /** It has begun a task that has not ended. */
  readonly running: boolean;
  readonly reservedBytes: number;
  /** What it runs may want more than that, and is to be ended then. */
  readonly trial: boolean;
}

/** What one encoder has to do, as the dispatcher knows it. */
export class EncoderLoad {
  readonly id: EncoderId;
  /** Memory of the idle encoder's own, in bytes: expected until it is warm, then measured. */
  baseBytes: number;
  readonly running = new Set<Entry>();
  /** Sent and not begun, in the order in which they will be. */
  readonly ready = new Set<Entry>();
  /** It is warm. */
  warm = false;
  /** It gets nothing more. */
  retiring = false;
  /** It is to be replaced. */
  worn = false;
  /** When it last gave a sign of life, or was given something to do with nothing in hand. */
  heardAt = 0;
  readonly #inFlight: number;

  constructor(id: EncoderId, baseBytes: number, inFlight: number) {
    this.id = id;
    this.baseBytes = baseBytes;
    this.#inFlight = inFlight;
  }

  /** Whether it takes tasks at all. */
  get isOpen(): boolean {
    return this.warm && !this.retiring;
  }

  get tasks(): number {
    return this.running.size + this.ready.size;
  }

  /** Tasks it could begin at once. */
  get freeSlots(): number {
    return Math.max(0, this.#inFlight - this.tasks);
  }

  /** Estimated work that waits behind what its slots take, in milliseconds. */
  get backlogMs(): number {
    return this.backlog().reduce((sum, entry) => sum + entry.estimate.ms, 0);
  }

  /** Estimated work of all it has, in milliseconds. */
  get loadMs(): number {
    return [...this.running, ...this.ready].reduce((sum, entry) => sum + entry.estimate.ms, 0);
  }

  /** Ready tasks beyond what its slots will take at once: the ones it can give back without losing anything. */
  backlog(): Entry[] {
    return [...this.ready].slice(Math.max(0, this.#inFlight - this.running.size));
  }

  /** Whether one of its tasks has to be alone. */
  get taken(): boolean {
    return [...this.running, ...this.ready].some(isAlone);
  }

  /** Whether it has been given something, and has not said for so long that it begins. */
  stalls(now: number, stallMs: number): boolean {
    return this.running.size === 0 && this.ready.size > 0 && now - this.heardAt >= stallMs;
  }

  /** Whether it runs a task that may need more than is left for it. */
  get trial(): boolean {
    return [...this.running].some((entry) => entry.trial);
  }

  /** Bytes it reserves now, or would with further tasks. */
  reservation(further: readonly Entry[] = []): number {
    const peaks = [...this.running, ...this.ready, ...further].map((entry) => entry.estimate.peakBytes);
    return reservationBytes(this.baseBytes, peaks, this.#inFlight);
  }
}
