import type { Id } from "@pixelmill/core";

/** Wakes whoever waits for something to change in a job. It carries no news: the store has them. */
export class ChangeBell {
  readonly #waiting = new Map<Id, Set<() => void>>();

  /** Those who listen now, to all jobs together. */
  get listeners(): number {
    return [...this.#waiting.values()].reduce((sum, { size }) => sum + size, 0);
  }

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
    // A signal that has aborted already says so no more: nobody would take the listener away again.
    if (!signal.aborted) {
      this.#add(jobId, onRing);
      signal.addEventListener("abort", () => {
        this.#remove(jobId, onRing);
        wake();
      });
    }
    const next = async (): Promise<boolean> => {
      if (!rang && !signal.aborted) await new Promise<void>((resolve) => (wake = resolve));
      rang = false;
      return !signal.aborted;
    };
    return { next };
  }

  #add(jobId: Id, onRing: () => void): void {
    const listeners = this.#waiting.get(jobId) ?? new Set();
    this.#waiting.set(jobId, listeners.add(onRing));
  }

  #remove(jobId: Id, onRing: () => void): void {
    const listeners = this.#waiting.get(jobId);
    listeners?.delete(onRing);
    if (listeners?.size === 0) this.#waiting.delete(jobId);
  }
}
