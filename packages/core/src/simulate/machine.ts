import type { Clock } from "../ports/clock.ts";
import { Heap } from "./heap.ts";

/** Work for a processor. */
export interface Work {
  /** CPU time on one thread, in milliseconds. */
  readonly cpuMs: number;
  /** Cores that it keeps busy on the average, and so how much faster it is than on one while it has them; at least 1. Default 1. */
  readonly speed?: number;
}

interface Running {
  /** Threads it keeps runnable on the average. */
  readonly threads: number;
  readonly done: () => void;
  stopped: boolean;
}

/**
 * A machine under a clock of its own: cores that all runnable threads share evenly, as an operating system's scheduler makes them,
 * whichever process they belong to. With no more threads than cores each runs at full speed, with twice as many at half.
 *
 * The time that a thread had a core for passes alike for all of them; work ends when so much of that shared time has passed as it
 * needs. So one heap holds all work, however often the number of threads changes.
 */
export class SimulatedMachine {
  readonly #cores: number;
  /** What is to happen, by its moment. */
  readonly #events = new Heap<() => void>();
  /** Work that was begun, by the shared time at which it ends. */
  readonly #work = new Heap<Running>();
  #now = 0;
  #sharedMs = 0;
  #threads = 0;
  #busyMs = 0;

  /** `cores` may be fractional, and infinite where nothing is to be shared. */
  constructor(cores: number) {
    this.#cores = cores;
  }

  get now(): number {
    return this.#now;
  }

  get clock(): Clock {
    return () => this.#now;
  }

  /** Milliseconds that cores were busy, summed over all of them. */
  get busyMs(): number {
    return this.#busyMs;
  }

  /** Whether nothing is left to happen. */
  get isIdle(): boolean {
    return this.#nextAt() === Number.POSITIVE_INFINITY;
  }

  /** Runs `action` at a moment; one that has passed is now. */
  at(ms: number, action: () => void): void {
    this.#events.push(Math.max(ms, this.#now), action);
  }

  /** Begins work, and tells when it is done. Gives a way to stop it before. */
  begin({ cpuMs, speed = 1 }: Work, done: () => void): () => void {
    const running: Running = { threads: speed, done, stopped: false };
    this.#work.push(this.#sharedMs + cpuMs / speed, running);
    this.#threads += speed;
    return () => this.#stop(running);
  }

  /** Lets time pass until nothing is left to happen, or until a moment. */
  run(until = Number.POSITIVE_INFINITY): void {
    for (let at = this.#nextAt(); at <= until && at < Number.POSITIVE_INFINITY; at = this.#nextAt()) this.#happen(at);
    if (Number.isFinite(until)) this.#pass(until);
  }

  #happen(at: number): void {
    this.#pass(at);
    const event = this.#events.first;
    if (event !== undefined && event.key <= at) {
      this.#events.pop();
      event.value();
    } else this.#endFirst();
  }

  /** What has been stopped was taken away when the next moment was looked for. */
  #endFirst(): void {
    const { key, value } = this.#work.first as { readonly key: number; readonly value: Running };
    this.#work.pop();
    this.#sharedMs = Math.max(this.#sharedMs, key);
    this.#stop(value);
    value.done();
  }

  #nextAt(): number {
    while (this.#work.first?.value.stopped === true) this.#work.pop();
    const event = this.#events.first?.key ?? Number.POSITIVE_INFINITY;
    const work = this.#work.first?.key ?? Number.POSITIVE_INFINITY;
    return Math.min(event, this.#now + Math.max(0, work - this.#sharedMs) / this.#share());
  }

  /** Part of a core that each thread has. Sums of fractions drift: what is left of the threads when all have ended may be below nothing. */
  #share(): number {
    return this.#threads > this.#cores ? this.#cores / this.#threads : 1;
  }

  #pass(until: number): void {
    const ms = Math.max(0, until - this.#now);
    this.#sharedMs += ms * this.#share();
    this.#busyMs += ms * Math.min(this.#threads, this.#cores);
    this.#now += ms;
  }

  #stop(running: Running): void {
    if (running.stopped) return;
    running.stopped = true;
    this.#threads -= running.threads;
  }
}
