import { closeSync, mkdirSync, openSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { encodersOf } from "../processes.ts";
import type { Cable } from "./cable.ts";
import type { Random } from "./random.ts";
import type { Supervisor } from "./supervisor.ts";

export const faults = [
  "killEncoder",
  "crashEncoder",
  "stopEncoder",
  "cutCable",
  "killWorker",
  "fillDisk",
  "useUpInodes",
] as const;

export type Fault = (typeof faults)[number];

/** What a storm blows on. */
export interface StormTarget {
  readonly random: Random;
  readonly supervisor: Supervisor;
  readonly cable: Cable;
  /** A folder on the disk that is filled; null where none may be. */
  readonly ballast: string | null;
  /** Whether what was stopped goes on after a moment, or is left to the service. */
  readonly stopsForGood: boolean;
}

/** How long the disk stays full, in milliseconds. */
const fullMs = 1500;

/** Faults at random: every kind once, in any order, then again, for a while. */
export class Storm {
  readonly #target: StormTarget;
  readonly counts: Record<Fault, number> = {
    killEncoder: 0,
    crashEncoder: 0,
    stopEncoder: 0,
    cutCable: 0,
    killWorker: 0,
    fillDisk: 0,
    useUpInodes: 0,
  };
  readonly #lasting = new Set<Promise<void>>();
  /** Processes that were stopped. */
  readonly stopped: number[] = [];

  constructor(target: StormTarget) {
    this.#target = target;
  }

  async blow(ms: number, everyMs: number): Promise<void> {
    const { random, ballast } = this.#target;
    const end = performance.now() + ms;
    const kinds = faults.filter((kind) => ballast !== null || !["fillDisk", "useUpInodes"].includes(kind));
    while (performance.now() < end) {
      for (const kind of random.shuffled(kinds)) {
        await sleep(everyMs / 2 + random.below(everyMs));
        this.#lasts(this.#strike(kind));
      }
    }
    await Promise.all(this.#lasting);
  }

  #lasts(effect: Promise<void>): void {
    this.#lasting.add(effect);
    void effect.finally(() => this.#lasting.delete(effect));
  }

  async #strike(fault: Fault): Promise<void> {
    const { cable, supervisor } = this.#target;
    this.counts[fault] += 1;
    switch (fault) {
      case "killEncoder":
        return void this.#signal("SIGKILL");
      case "crashEncoder":
        return void this.#signal("SIGSEGV");
      case "stopEncoder":
        return this.#stop();
      case "cutCable":
        return void cable.cut();
      case "killWorker":
        return supervisor.kill();
      case "fillDisk":
        return this.#full((folder) => fillWithBytes(folder));
      case "useUpInodes":
        return this.#full((folder) => fillWithFiles(folder));
    }
  }

  /** Signals any encoder. Gives its id, null where there is none. */
  #signal(signal: NodeJS.Signals): number | null {
    const { supervisor, random } = this.#target;
    const pid = supervisor.pid === null ? undefined : random.pick([...encodersOf(supervisor.pid).values()]);
    return pid !== undefined && send(pid, signal) ? pid : null;
  }

  async #stop(): Promise<void> {
    const pid = this.#signal("SIGSTOP");
    if (pid === null) return;
    this.stopped.push(pid);
    if (this.#target.stopsForGood) return;
    await sleep(700);
    send(pid, "SIGCONT");
  }

  async #full(fill: (folder: string) => void): Promise<void> {
    const { ballast } = this.#target;
    if (ballast === null) return;
    const folder = join(ballast, `ballast-${this.counts.fillDisk}-${this.counts.useUpInodes}`);
    try {
      fill(folder);
      await sleep(fullMs);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
}

function send(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    // It is gone already.
    return false;
  }
}

/** Fills the disk to the last byte. */
function fillWithBytes(folder: string): void {
  untilFull(() => {
    mkdirSync(folder, { recursive: true });
    const file = openSync(join(folder, "bytes"), "w");
    try {
      for (const size of [1 << 20, 1 << 12]) untilFull(() => writeWhole(file, Buffer.alloc(size)));
    } finally {
      closeSync(file);
    }
  });
}

function writeWhole(file: number, bytes: Buffer): never {
  for (;;) if (writeSync(file, bytes) < bytes.length) throw Object.assign(new Error("full"), { code: "ENOSPC" });
}

/** Makes files until the disk takes no more. */
function fillWithFiles(folder: string): void {
  untilFull(() => {
    mkdirSync(folder, { recursive: true });
    for (let number = 0; ; number += 1) closeSync(openSync(join(folder, String(number)), "w"));
  });
}

function untilFull(write: () => void): void {
  try {
    write();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
  }
}
