import type { Id } from "@pixelmill/core";

/** Wakes whoever waits for something to change in a job. It carries no news: the store has them. */
export class ChangeBell {
  readonly #waiting = new Map<Id, Set<() => void>>();

  /** Something about the job has changed. */
  ring(jobId: Id): void {
    for (const wake of this.#waiting.get(jobId) ?? []) wake();
  }

  /**
   * Listens until the signal aborts. `next` resolves once it has rung since the last `next` (at once, where it rang in
   * between), with false when the signal has aborted.
   */
  listen(jobId: Id, signal: AbortSignal): { next(): Promise<boolean> } {
    let rang = false;
    let wake = (): void => {};
    const onRing = (): void => {
      rang = true;
      wake();
    };
    const listeners = this.#waiting.get(jobId) ?? new Set();
    this.#waiting.set(jobId, listeners.add(onRing));
    signal.addEventListener("abort", () => {
      listeners.delete(onRing);
      if (listeners.size === 0) this.#waiting.delete(jobId);
      wake();
    });
    const next = async (): Promise<boolean> => {
      if (!rang && !signal.aborted) await new Promise<void>((resolve) => (wake = resolve));
      rang = false;
      return !signal.aborted;
    };
    return { next };
  }
}
