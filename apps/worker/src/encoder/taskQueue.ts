import type { Id } from "@pixelmill/core";
import type { EncodeTask } from "../protocol/messages.ts";

/** What the queue does with a task that it begins. Never rejects. */
export type RunTask = (task: EncodeTask) => Promise<void>;

/** The tasks an encoder has been given, first in first out, at most `inFlight` of them begun. */
export class TaskQueue {
  readonly #inFlight: number;
  readonly #run: RunTask;
  #waiting: EncodeTask[] = [];
  #running = 0;
  #whenDone: (() => void) | null = null;
  #stopped = false;

  constructor(inFlight: number, run: RunTask) {
    this.#inFlight = inFlight;
    this.#run = run;
  }

  add(tasks: readonly EncodeTask[]): void {
    if (this.#stopped) return;
    this.#waiting.push(...tasks);
    this.#begin();
  }

  /** Takes tasks out again that have not begun, and gives their ids. */
  recall(taskIds: readonly Id[]): readonly Id[] {
    const wanted = new Set(taskIds);
    const recalled = this.#waiting.filter(({ taskId }) => wanted.has(taskId));
    this.#waiting = this.#waiting.filter(({ taskId }) => !wanted.has(taskId));
    return recalled.map(({ taskId }) => taskId);
  }

  /** Begins nothing more; resolves when what has begun has ended. */
  stop(): Promise<void> {
    this.#stopped = true;
    this.#waiting = [];
    return new Promise((resolve) => {
      this.#whenDone = resolve;
      this.#begin();
    });
  }

  #begin(): void {
    while (this.#running < this.#inFlight) {
      const task = this.#waiting.shift();
      if (task === undefined) break;
      this.#running += 1;
      void this.#run(task).finally(() => this.#ended());
    }
    if (this.#running === 0) this.#whenDone?.();
  }

  #ended(): void {
    this.#running -= 1;
    this.#begin();
  }
}
