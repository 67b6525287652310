import type { EncoderLoad } from "../dispatch/encoderLoad.ts";
import type { EncoderId } from "../dispatch/pool.ts";
import type { PlanConfig } from "./planConfig.ts";

/** Says which encoders take a batch now. */
export interface Intake {
  takes(encoder: EncoderLoad, encoders: readonly EncoderLoad[]): boolean;
  /** A batch was sent to it. */
  sent(encoder: EncoderLoad): void;
}

/** The intake that a configuration asks for. */
export function intakeOf(config: PlanConfig): Intake {
  const intake = { pull: new Pull(config), even: evenly }[config.balance];
  return config.barrier ? new Rounds(intake) : intake;
}

/** An encoder takes more until it has a batch ready behind the running one: half a batch's worth of work. */
class Pull implements Intake {
  readonly #readyMs: number;

  constructor({ batchMs }: PlanConfig) {
    this.#readyMs = batchMs / 2;
  }

  takes(encoder: EncoderLoad): boolean {
    return encoder.isOpen && !encoder.taken && (encoder.freeSlots > 0 || encoder.backlogMs < this.#readyMs);
  }

  sent(): void {}
}

/** An encoder takes its share when it has nothing: what its ancestor did, whose tasks were dealt out once and for all. */
const evenly: Intake = {
  takes: (encoder) => encoder.isOpen && encoder.tasks === 0,
  sent: () => {},
};

/** One batch for each encoder in a round, and no round begins before all of the last one has ended. */
class Rounds implements Intake {
  readonly #inner: Intake;
  readonly #served = new Set<EncoderId>();

  constructor(inner: Intake) {
    this.#inner = inner;
  }

  takes(encoder: EncoderLoad, encoders: readonly EncoderLoad[]): boolean {
    if (encoders.every(({ tasks }) => tasks === 0)) this.#served.clear();
    return !this.#served.has(encoder.id) && this.#inner.takes(encoder, encoders);
  }

  sent(encoder: EncoderLoad): void {
    this.#served.add(encoder.id);
  }
}
