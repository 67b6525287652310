import type { Id } from "../../job/id.ts";
import type { Batch, BatchTask, EncoderId, LossReason, Pool, PoolListener, Task, TaskReport } from "../pool.ts";

/** What happens to a task in the simulation. */
export interface Fate {
  readonly ms: number;
  /** It takes its encoder down after this time. */
  readonly crashes?: boolean;
  readonly fails?: boolean;
  readonly peakBytes?: number | null;
}

interface SimulatedEncoder {
  readonly id: EncoderId;
  readonly queue: BatchTask[];
  readonly running: Set<Id>;
}

interface Event {
  readonly at: number;
  readonly run: () => void;
}

/** Time that passes between a word and its hearing, in milliseconds. */
const messageMs = 0.05;

/** A pool under a clock of its own: real planning and dispatching, simulated encoders. */
export class SimulatedPool implements Pool {
  now = 0;
  listener: PoolListener | null = null;
  /** Every batch sent, in order. */
  readonly sent: { readonly at: number; readonly encoder: EncoderId; readonly tasks: readonly Task[] }[] = [];
  readonly started: { readonly at: number; readonly task: Task }[] = [];
  readonly #inFlight: number;
  readonly #fate: (task: Task, attempt: number) => Fate;
  readonly #encoders = new Map<EncoderId, SimulatedEncoder>();
  readonly #attempts = new Map<Id, number>();
  readonly #baseBytes: number;
  /** What is still to happen, earliest first; at one moment in the order of asking. */
  readonly #events: Event[] = [];
  #lastId = 0;

  constructor(options: {
    readonly inFlight: number;
    readonly baseBytes?: number;
    readonly fate: (task: Task, attempt: number) => Fate;
  }) {
    this.#inFlight = options.inFlight;
    this.#fate = options.fate;
    this.#baseBytes = options.baseBytes ?? 70e6;
  }

  get clock(): () => number {
    return () => this.now;
  }

  addEncoder(): EncoderId {
    this.#lastId += 1;
    const encoder = { id: this.#lastId, queue: [], running: new Set<Id>() };
    this.#encoders.set(encoder.id, encoder);
    this.#heard().encoderReady(encoder.id, this.#baseBytes);
    return encoder.id;
  }

  /** Runs `action` at a moment. */
  at(ms: number, action: () => void): void {
    const event = { at: ms, run: action };
    const later = this.#events.findIndex((other) => other.at > ms);
    this.#events.splice(later === -1 ? this.#events.length : later, 0, event);
  }

  /** Lets time pass until nothing is left to happen, or until a moment. */
  run(until = Number.POSITIVE_INFINITY): void {
    for (;;) {
      const next = this.#events[0];
      if (next === undefined || next.at > until) break;
      this.#events.shift();
      this.now = Math.max(this.now, next.at);
      next.run();
    }
    if (Number.isFinite(until)) this.now = Math.max(this.now, until);
  }

  send(encoder: EncoderId, batch: Batch): void {
    this.sent.push({ at: this.now, encoder, tasks: batch.tasks.map(({ task }) => task) });
    this.#soon(() => {
      const to = this.#encoders.get(encoder);
      if (to === undefined) return;
      to.queue.push(...batch.tasks);
      this.#fill(to);
    });
  }

  recall(encoder: EncoderId, taskIds: readonly Id[]): void {
    this.#soon(() => {
      const from = this.#encoders.get(encoder);
      if (from === undefined) return;
      const unbegun = from.queue.filter(({ task }) => taskIds.includes(task.id));
      for (const item of unbegun) from.queue.splice(from.queue.indexOf(item), 1);
      this.#heard().tasksRecalled(
        encoder,
        unbegun.map(({ task }) => task.id),
      );
    });
  }

  kill(encoder: EncoderId, reason: "cancelled" | "memory", culprit: Id): void {
    this.#soon(() => this.lose(encoder, reason, culprit));
  }

  /** The encoder is gone, and another takes its place. */
  lose(encoder: EncoderId, reason: LossReason, culprit: Id | null): void {
    if (!this.#encoders.delete(encoder)) return;
    this.#heard().encoderLost(encoder, reason, culprit);
    this.#soon(() => this.addEncoder());
  }

  #fill(encoder: SimulatedEncoder): void {
    while (encoder.running.size < this.#inFlight) {
      const next = encoder.queue.shift();
      if (next === undefined) return;
      this.#begin(encoder, next.task);
    }
  }

  #begin(encoder: SimulatedEncoder, task: Task): void {
    const attempt = (this.#attempts.get(task.id) ?? 0) + 1;
    this.#attempts.set(task.id, attempt);
    encoder.running.add(task.id);
    this.started.push({ at: this.now, task });
    this.#heard().taskStarted(encoder.id, task.id);
    const fate = this.#fate(task, attempt);
    this.at(this.now + fate.ms, () => this.#finish(encoder, task, fate));
  }

  #finish(encoder: SimulatedEncoder, task: Task, fate: Fate): void {
    if (this.#encoders.get(encoder.id) !== encoder) return;
    if (fate.crashes === true) {
      this.lose(encoder.id, "crashed", null);
      return;
    }
    encoder.running.delete(task.id);
    this.#heard().taskEnded(encoder.id, task.id, report(task, fate));
    this.#fill(encoder);
  }

  #soon(run: () => void): void {
    this.at(this.now + messageMs, run);
  }

  #heard(): PoolListener {
    if (this.listener === null) throw new Error("the simulated pool has no listener");
    return this.listener;
  }
}

function report({ info }: Task, { ms, fails, peakBytes }: Fate): TaskReport {
  const output = { format: info.format, width: info.width, height: info.height, frames: 1, bytes: info.bytes };
  const result: TaskReport["result"] =
    fails === true
      ? { status: "failed", error: { code: "corruptImage", message: "damaged" } }
      : { status: "optimized", output, warnings: [] };
  return { result, wallMs: ms, peakBytes: peakBytes ?? null };
}
