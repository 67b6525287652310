import type {
  Batch,
  BatchTask,
  EncoderId,
  KillReason,
  LossReason,
  Pool,
  PoolListener,
  Task,
  TaskReport,
} from "../dispatch/pool.ts";
import { triedFormats } from "../image/triedFormats.ts";
import type { Id } from "../job/id.ts";
import type { SimulatedMachine } from "./machine.ts";

/** What happens to a task when it is run. */
export interface Fate {
  /** CPU time on one thread, in milliseconds. */
  readonly ms: number;
  /** It takes its encoder down after this time. */
  readonly crashes?: boolean;
  readonly fails?: boolean;
  /** Memory it adds to its encoder while it runs, in bytes. Not measured where it is left out. */
  readonly peakBytes?: number;
}

export interface SimulatedPoolOptions {
  readonly machine: SimulatedMachine;
  /** Tasks that an encoder runs at once. */
  readonly inFlight: number;
  /** Memory of an idle encoder, in bytes, of all alike or by its number. Default 70 MB. */
  readonly baseBytes?: number | ((encoder: EncoderId) => number);
  /** Time between a word and its hearing, in milliseconds. Default 0.05. */
  readonly messageMs?: number;
  /** CPU time from fork to warm, in milliseconds. Default 0. */
  readonly spawnMs?: number;
  /** Tasks after which an encoder is worn. Default: never. */
  readonly maxTasks?: number;
  /** How much faster a task is with so many threads. Default: not at all. */
  readonly speed?: (task: Task, threads: number) => number;
  fate(task: Task, attempt: number): Fate;
}

/** One task in one encoder. Times are the machine's, in milliseconds. */
export interface SimulatedRun {
  readonly task: Task;
  readonly encoder: EncoderId;
  readonly startedMs: number;
  readonly endedMs: number;
}

interface Running {
  readonly stop: () => void;
  /** Nothing else has run in the encoder since it began. */
  alone: boolean;
  readonly peakBytes: number;
}

interface SimulatedEncoder {
  readonly id: EncoderId;
  readonly queue: BatchTask[];
  readonly running: Map<Id, Running>;
  ended: number;
  warming: (() => void) | null;
  retiring: boolean;
}

/**
 * A pool of simulated encoders on a simulated machine: messages take their time, tasks share the cores, memory is counted. What is
 * planned and dispatched on it is the real code.
 */
export class SimulatedPool implements Pool {
  listener: PoolListener | null = null;
  /** Every batch sent, in order. */
  readonly sent: { readonly at: number; readonly encoder: EncoderId; readonly tasks: readonly Task[] }[] = [];
  readonly started: { readonly at: number; readonly task: Task }[] = [];
  /** Every task that ran to its end. */
  readonly runs: SimulatedRun[] = [];
  /** Memory of all encoders whenever it changed, in bytes. */
  readonly memory: { readonly atMs: number; readonly bytes: number }[] = [];
  readonly #options: SimulatedPoolOptions;
  readonly #machine: SimulatedMachine;
  readonly #baseBytes: (encoder: EncoderId) => number;
  readonly #encoders = new Map<EncoderId, SimulatedEncoder>();
  readonly #attempts = new Map<Id, number>();
  #usedBytes = 0;
  #lastId = 0;

  constructor(options: SimulatedPoolOptions) {
    this.#options = options;
    this.#machine = options.machine;
    const { baseBytes = 70e6 } = options;
    this.#baseBytes = typeof baseBytes === "number" ? () => baseBytes : baseBytes;
  }

  /** Encoders that are alive, those that are not warm yet included. */
  get encoders(): readonly EncoderId[] {
    return [...this.#encoders.keys()];
  }

  /** Forks an encoder; it is heard of when it is warm. */
  spawn(): EncoderId {
    this.#lastId += 1;
    const encoder: SimulatedEncoder = {
      id: this.#lastId,
      queue: [],
      running: new Map(),
      ended: 0,
      warming: null,
      retiring: false,
    };
    this.#encoders.set(encoder.id, encoder);
    this.#use(this.#baseBytes(encoder.id));
    encoder.warming = this.#machine.begin({ cpuMs: this.#options.spawnMs ?? 0 }, () => {
      encoder.warming = null;
      this.#heard().encoderReady(encoder.id, this.#baseBytes(encoder.id));
    });
    return encoder.id;
  }

  /** The encoder finishes what it has and is gone then. */
  retire(encoder: EncoderId): void {
    this.#tell(encoder, (retired) => {
      retired.retiring = true;
      this.#leaveIfDone(retired);
    });
  }

  send(encoder: EncoderId, batch: Batch): void {
    this.sent.push({ at: this.#machine.now, encoder, tasks: batch.tasks.map(({ task }) => task) });
    this.#tell(encoder, (to) => {
      to.queue.push(...batch.tasks);
      this.#fill(to);
    });
  }

  recall(encoder: EncoderId, taskIds: readonly Id[]): void {
    this.#tell(encoder, (from) => {
      const wanted = new Set(taskIds);
      const unbegun = from.queue.filter(({ task }) => wanted.has(task.id)).map(({ task }) => task.id);
      from.queue.splice(0, from.queue.length, ...from.queue.filter(({ task }) => !wanted.has(task.id)));
      this.#heard().tasksRecalled(encoder, unbegun);
    });
  }

  kill(encoder: EncoderId, reason: KillReason, culprit: Id | null): void {
    this.#tell(encoder, () => this.lose(encoder, reason, culprit));
  }

  /** The encoder is gone at once, with all it had. */
  lose(encoder: EncoderId, reason: LossReason, culprit: Id | null): void {
    const lost = this.#encoders.get(encoder);
    if (lost === undefined) return;
    this.#encoders.delete(encoder);
    lost.warming?.();
    for (const { stop, peakBytes } of lost.running.values()) {
      stop();
      this.#use(-peakBytes);
    }
    this.#use(-this.#baseBytes(encoder));
    this.#heard().encoderLost(encoder, reason, culprit);
  }

  #fill(encoder: SimulatedEncoder): void {
    while (encoder.running.size < this.#options.inFlight) {
      const next = encoder.queue.shift();
      if (next === undefined) return;
      this.#begin(encoder, next);
    }
  }

  #begin(encoder: SimulatedEncoder, { task, threads }: BatchTask): void {
    const attempt = (this.#attempts.get(task.id) ?? 0) + 1;
    this.#attempts.set(task.id, attempt);
    const fate = this.#options.fate(task, attempt);
    const speed = this.#options.speed?.(task, threads) ?? 1;
    const startedMs = this.#machine.now;
    const finish = () => this.#finish(encoder, task, fate, startedMs);
    const alone = encoder.running.size === 0;
    for (const other of encoder.running.values()) other.alone = false;
    const stop = this.#machine.begin({ cpuMs: fate.ms, speed }, finish);
    encoder.running.set(task.id, { stop, alone, peakBytes: fate.peakBytes ?? 0 });
    this.#use(fate.peakBytes ?? 0);
    this.started.push({ at: startedMs, task });
    this.#heard().taskStarted(encoder.id, task.id);
  }

  #finish(encoder: SimulatedEncoder, task: Task, fate: Fate, startedMs: number): void {
    if (fate.crashes === true) {
      this.lose(encoder.id, "crashed", null);
      return;
    }
    const endedMs = this.#machine.now;
    const alone = encoder.running.get(task.id)?.alone === true;
    encoder.running.delete(task.id);
    this.#use(-(fate.peakBytes ?? 0));
    this.runs.push({ task, encoder: encoder.id, startedMs, endedMs });
    const peakBytes = alone && fate.peakBytes !== undefined ? this.#baseBytes(encoder.id) + fate.peakBytes : null;
    this.#heard().taskEnded(encoder.id, task.id, { results: resultsOf(task, fate), wallMs: endedMs - startedMs, peakBytes });
    encoder.ended += 1;
    if (encoder.ended === this.#options.maxTasks && !encoder.retiring) this.#heard().encoderWorn(encoder.id);
    this.#fill(encoder);
    this.#leaveIfDone(encoder);
  }

  #leaveIfDone({ id, retiring, running, queue }: SimulatedEncoder): void {
    if (retiring && running.size + queue.length === 0) this.lose(id, "retired", null);
  }

  /** An encoder hears of something a little later, if it is there still. */
  #tell(encoder: EncoderId, word: (to: SimulatedEncoder) => void): void {
    this.#machine.at(this.#machine.now + (this.#options.messageMs ?? 0.05), () => {
      const to = this.#encoders.get(encoder);
      if (to !== undefined) word(to);
    });
  }

  #use(bytes: number): void {
    this.#usedBytes += bytes;
    this.memory.push({ atMs: this.#machine.now, bytes: this.#usedBytes });
  }

  #heard(): PoolListener {
    if (this.listener === null) throw new Error("the simulated pool has no listener");
    return this.listener;
  }
}

function resultsOf({ info, settings }: Task, { fails }: Fate): TaskReport["results"] {
  const whole = { width: info.width, height: info.height, frames: 1, bytes: info.bytes };
  return settings.outputs.map((output) =>
    fails === true
      ? { status: "failed", error: { code: "corruptImage", message: "damaged" } }
      : { status: "optimized", output: { ...whole, format: triedFormats(info, output)[0] }, warnings: [] },
  );
}
