/**
 * Decides which inspections run together. Those that were under way when the encoder was lost are suspects: each runs again alone,
 * once, so that the one to blame is found and the others come through.
 */
export class InspectionQueue<Item> {
  readonly #concurrency: number;
  readonly #waiting: Item[] = [];
  readonly #suspects: Item[] = [];
  readonly #active = new Set<Item>();
  #alone: Item | null = null;

  constructor(concurrency: number) {
    this.#concurrency = concurrency;
  }

  add(item: Item): void {
    this.#waiting.push(item);
  }

  /** The items to begin now. */
  take(): readonly Item[] {
    const taken = this.#suspects.length > 0 ? this.#takeSuspect() : this.#takeWaiting();
    for (const item of taken) this.#active.add(item);
    return taken;
  }

  /** An item has ended. */
  done(item: Item): void {
    this.#active.delete(item);
    if (this.#alone === item) this.#alone = null;
  }

  /** The encoder is lost with all that was under way. Gives what is not tried again: the suspect that ran alone. */
  lost(): readonly Item[] {
    const guilty = this.#alone === null ? [] : [this.#alone];
    if (this.#alone === null) this.#suspects.push(...this.#active);
    this.#active.clear();
    this.#alone = null;
    return guilty;
  }

  /** Empties the queue and gives everything that was in it. */
  drain(): readonly Item[] {
    const all = [...this.#active, ...this.#suspects.splice(0), ...this.#waiting.splice(0)];
    this.#active.clear();
    this.#alone = null;
    return all;
  }

  #takeSuspect(): readonly Item[] {
    if (this.#active.size > 0) return [];
    const suspects = this.#suspects.splice(0, 1);
    this.#alone = suspects[0] ?? null;
    return suspects;
  }

  #takeWaiting(): readonly Item[] {
    return this.#alone === null ? this.#waiting.splice(0, Math.max(0, this.#concurrency - this.#active.size)) : [];
  }
}
