import { budgetBytes, type Dispatcher, guard, type MetricsRecorder } from "@pixelmill/core";
import { native } from "@pixelmill/native";
import type { Log } from "../pool/log.ts";
import type { EncoderPid } from "../pool/pool.ts";
import { clock } from "./clock.ts";
import { usedBytes } from "./processMemory.ts";

export interface MemoryWatchOptions {
  readonly memoryLimitBytes: number;
  readonly encoders: () => readonly EncoderPid[];
  /** Process ids besides the encoders that count: the service and the encoder of inspection. */
  readonly others: () => readonly number[];
  readonly dispatcher: Dispatcher;
  readonly metrics: MetricsRecorder;
  readonly log: Log;
}

/** Between samples while tasks are there, in milliseconds; an idle service is looked at once in `idleIntervalMs`. */
const intervalMs = 250;
const idleIntervalMs = 5000;

/** Samples memory against the budget, keeps the budget up to date, and lets the guard act. Also the dispatcher's sense of time. */
export class MemoryWatch {
  readonly #options: MemoryWatchOptions;
  #timer: NodeJS.Timeout | null = null;
  #running = false;
  #previousUsedBytes = 0;
  #budgetBytes = 0;
  #holding = false;
  /** Whether the next sample is a long time away. */
  #idle = false;

  constructor(options: MemoryWatchOptions) {
    this.#options = options;
  }

  /** The whole budget as of the last sample, in bytes. */
  get budgetBytes(): number {
    return this.#budgetBytes;
  }

  start(): void {
    this.#running = true;
    this.#sample();
  }

  stop(): void {
    this.#running = false;
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  /** Work has come: sample at the short interval from now on. */
  wake(): void {
    if (this.#running && this.#idle && this.#options.dispatcher.unfinished > 0) this.#schedule(intervalMs);
  }

  #schedule(ms: number): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#idle = ms === idleIntervalMs;
    this.#timer = setTimeout(() => this.#sample(), ms);
    this.#timer.unref();
  }

  #sample(): void {
    const { dispatcher } = this.#options;
    const encoders = this.#encoderMemory();
    const others = usedBytes(this.#options.others()) ?? 0;
    const used = usedBytes([...this.#options.others(), ...this.#options.encoders().map(({ pid }) => pid)]) ?? 0;
    this.#updateBudget(used, others);
    this.#options.metrics.memorySampled({ atMs: clock(), usedBytes: used, budgetBytes: this.#budgetBytes });
    this.#options.log.debug({ usedBytes: used, budgetBytes: this.#budgetBytes }, "memory sampled");
    this.#guard(used, encoders);
    dispatcher.tick();
    if (this.#running) this.#schedule(dispatcher.unfinished > 0 ? intervalMs : idleIntervalMs);
  }

  #encoderMemory() {
    const processes = this.#options.encoders();
    const reserved = new Map(this.#options.dispatcher.reservations().map(({ id, reservedBytes }) => [id, reservedBytes]));
    const memory = native.processMemory(processes.map(({ pid }) => pid));
    return processes.map(({ encoder }, index) => {
      const told = memory[index] ?? null;
      return {
        id: encoder,
        ownBytes: told === null ? 0 : told.residentBytes - (told.fileBytes ?? 0),
        reservedBytes: reserved.get(encoder) ?? 0,
      };
    });
  }

  #updateBudget(used: number, others: number): void {
    this.#budgetBytes = budgetBytes(native.systemMemory().availableBytes + used, this.#options.memoryLimitBytes);
    this.#options.dispatcher.setBudget(Math.max(0, this.#budgetBytes - others));
  }

  #guard(usedNow: number, encoders: Parameters<typeof guard>[0]["encoders"]): void {
    const action = guard({ usedBytes: usedNow, encoders }, this.#previousUsedBytes, this.#budgetBytes);
    this.#previousUsedBytes = usedNow;
    // With nothing running there is nothing to wait for: admission alone decides.
    this.#hold(action.type !== "none" && this.#options.dispatcher.running > 0, usedNow);
    if (action.type !== "kill") return;
    this.#options.log.warn(
      { encoder: action.encoder, usedBytes: usedNow },
      "memory still rises above the budget: ending an encoder",
    );
    this.#options.dispatcher.killForMemory(action.encoder);
  }

  #hold(held: boolean, usedNow: number): void {
    if (held === this.#holding) return;
    this.#holding = held;
    const fields = { usedBytes: usedNow, budgetBytes: this.#budgetBytes };
    this.#options.log.info(
      fields,
      held ? "memory is above the budget: sending nothing more for now" : "memory is within the budget again",
    );
    this.#options.dispatcher.hold(held);
  }
}
