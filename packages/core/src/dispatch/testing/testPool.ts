import { SimulatedMachine } from "../../simulate/machine.ts";
import { SimulatedPool, type SimulatedPoolOptions } from "../../simulate/simulatedPool.ts";

/** A simulated pool with cores for everything, so that a task takes just the time it is given. */
export class TestPool extends SimulatedPool {
  readonly #machine: SimulatedMachine;

  constructor(options: Omit<SimulatedPoolOptions, "machine">) {
    const machine = new SimulatedMachine(Number.POSITIVE_INFINITY);
    super({ ...options, machine });
    this.#machine = machine;
  }

  get now(): number {
    return this.#machine.now;
  }

  get clock(): () => number {
    return this.#machine.clock;
  }

  /** Runs `action` at a moment. */
  at(ms: number, action: () => void): void {
    this.#machine.at(ms, action);
  }

  /** Lets time pass until nothing is left to happen, or until a moment. */
  run(until?: number): void {
    this.#machine.run(until);
  }
}
