import { reservedBytes } from "../plan/admit.ts";
import { type RetireReason, type StaffInput, staff } from "../plan/staff.ts";
import { EncoderLoad } from "./encoderLoad.ts";
import type { EncoderId, Pool } from "./pool.ts";

/** What staffing needs from outside. */
export interface StaffingOptions {
  readonly pool: Pick<Pool, "spawn" | "retire">;
  readonly inFlight: number;
  /** Encoders that stay whatever happens, at least 1. */
  readonly least: number;
  /** Encoders that are wanted where memory allows. */
  readonly most: number;
  /** One was asked for. */
  spawned(encoder: EncoderLoad): void;
  /** One gets nothing more; what it has not begun is to be asked back. */
  retiring(encoder: EncoderLoad, reason: RetireReason): void;
}

/** Expected memory of an idle encoder's own, in bytes, until the first has told: 45 MB were measured (Node 24, sharp 0.35.5, Linux). */
const usualBaseBytes = 50e6;

/** The encoders there are, and how many there ought to be. */
export class Staffing {
  readonly #options: StaffingOptions;
  readonly #encoders = new Map<EncoderId, EncoderLoad>();
  /** Memory that every idle encoder is taken to hold: that of the largest, so that what is planned for any of them can be sent. */
  #baseBytes = usualBaseBytes;
  #most = 0;

  constructor(options: StaffingOptions) {
    this.#options = options;
  }

  /** Every encoder, warming and retiring ones included. */
  get all(): readonly EncoderLoad[] {
    return [...this.#encoders.values()];
  }

  /** Encoders that stay. */
  get size(): number {
    return this.all.filter(({ retiring }) => !retiring).length;
  }

  /** Bytes that all encoders reserve now. */
  get reservedBytes(): number {
    return reservedBytes(this.all);
  }

  /** Memory of the fewest encoders that there will ever be, in bytes. */
  get leastBaseBytes(): number {
    return this.#options.least * this.#baseBytes;
  }

  /** Encoders are wanted from now on. */
  open(): void {
    this.#most = this.#options.most;
  }

  find(id: EncoderId): EncoderLoad | undefined {
    return this.#encoders.get(id);
  }

  /** The encoder of that number. One that is not here is a bug and throws. */
  get(id: EncoderId): EncoderLoad {
    const encoder = this.#encoders.get(id);
    if (encoder === undefined) throw new Error(`encoder ${id} is not here`);
    return encoder;
  }

  ready(id: EncoderId, baseBytes: number, now: number): void {
    const encoder = this.get(id);
    encoder.warm = true;
    encoder.heardAt = now;
    encoder.baseBytes = baseBytes;
    this.#baseBytes = Math.max(...this.all.filter(({ warm }) => warm).map((warm) => warm.baseBytes));
  }

  /** Takes an encoder that is gone off the list. */
  remove(id: EncoderId): EncoderLoad {
    const encoder = this.get(id);
    this.#encoders.delete(id);
    return encoder;
  }

  /** Spawns and retires until there are as many as there ought to be, as far as memory allows. */
  adjust(state: Pick<StaffInput, "budgetBytes" | "waiting" | "resting">): void {
    if (this.#most === 0) return;
    const { least, pool } = this.#options;
    for (;;) {
      const action = staff({ ...state, encoders: this.all, least, most: this.#most, baseBytes: this.#baseBytes });
      if (action.type === "none") return;
      if (action.type === "spawn") this.#add(pool.spawn());
      else this.#retire(action.encoder, action.reason);
    }
  }

  #add(id: EncoderId): void {
    const encoder = new EncoderLoad(id, this.#baseBytes, this.#options.inFlight);
    this.#encoders.set(id, encoder);
    this.#options.spawned(encoder);
  }

  #retire(encoder: EncoderLoad, reason: RetireReason): void {
    encoder.retiring = true;
    this.#options.retiring(encoder, reason);
    this.#options.pool.retire(encoder.id);
  }
}
