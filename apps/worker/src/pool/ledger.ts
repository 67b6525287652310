import type { Id } from "@pixelmill/core";

/** What an encoder has in hand, as its parent knows it. Ids that are not in it are an encoder's mistake, or came too late. */
export class Ledger {
  /** Sent or about to be, not begun; with the longest time each may run, in milliseconds. */
  readonly #pending = new Map<Id, number>();
  /** Begun, with whether each has had the encoder to itself so far. */
  readonly #running = new Map<Id, { alone: boolean }>();
  #ended = 0;

  /** Tasks that ended in this encoder. */
  get ended(): number {
    return this.#ended;
  }

  get isIdle(): boolean {
    return this.#pending.size === 0 && this.#running.size === 0;
  }

  assign(taskId: Id, deadlineMs: number): void {
    this.#pending.set(taskId, deadlineMs);
  }

  isRunning(taskId: Id): boolean {
    return this.#running.has(taskId);
  }

  has(taskId: Id): boolean {
    return this.#pending.has(taskId) || this.#running.has(taskId);
  }

  /** A task begins. Tells whether it has the encoder to itself and how long it may run, or null where it was not pending. */
  begin(taskId: Id): { readonly alone: boolean; readonly deadlineMs: number } | null {
    const deadlineMs = this.#pending.get(taskId);
    if (deadlineMs === undefined) return null;
    this.#pending.delete(taskId);
    const alone = this.#running.size === 0;
    for (const other of this.#running.values()) other.alone = false;
    this.#running.set(taskId, { alone });
    return { alone, deadlineMs };
  }

  /** A task ends, begun or not. Tells whether it ran alone all the time, or null where it was not here. */
  end(taskId: Id): { readonly alone: boolean } | null {
    const running = this.#running.get(taskId);
    const known = this.#running.delete(taskId) || this.#pending.delete(taskId);
    if (!known) return null;
    this.#ended += 1;
    return { alone: running?.alone ?? false };
  }

  /** Takes unbegun tasks out; gives those that were pending. */
  recall(taskIds: Iterable<Id>): readonly Id[] {
    return [...taskIds].filter((taskId) => this.#pending.delete(taskId));
  }
}
