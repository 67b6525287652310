interface Item<T> {
  readonly key: number;
  /** Number in order of coming, which decides between equal keys. */
  readonly number: number;
  readonly value: T;
}

/** Values by a key, the smallest first and of equals the one that came first. Coming and going cost the logarithm of their number. */
export class Heap<T> {
  readonly #items: Item<T>[] = [];
  #lastNumber = 0;

  get size(): number {
    return this.#items.length;
  }

  get first(): { readonly key: number; readonly value: T } | undefined {
    return this.#items[0];
  }

  push(key: number, value: T): void {
    this.#lastNumber += 1;
    this.#items.push({ key, number: this.#lastNumber, value });
    this.#rise(this.#items.length - 1);
  }

  /** Takes the first away; nothing of an empty heap. */
  pop(): void {
    const last = this.#items.pop();
    if (last === undefined || this.#items.length === 0) return;
    this.#items[0] = last;
    this.#sink(0);
  }

  #rise(from: number): void {
    for (let at = from; at > 0; ) {
      const parent = (at - 1) >>> 1;
      if (!this.#swapIfBefore(at, parent)) return;
      at = parent;
    }
  }

  #sink(from: number): void {
    for (let at = from; ; ) {
      const [left, right] = [2 * at + 1, 2 * at + 2];
      const child = right < this.#items.length && this.#isBefore(right, left) ? right : left;
      if (child >= this.#items.length || !this.#swapIfBefore(child, at)) return;
      at = child;
    }
  }

  #swapIfBefore(child: number, parent: number): boolean {
    if (!this.#isBefore(child, parent)) return false;
    const [a, b] = [this.#items[child] as Item<T>, this.#items[parent] as Item<T>];
    this.#items[child] = b;
    this.#items[parent] = a;
    return true;
  }

  #isBefore(one: number, other: number): boolean {
    const [a, b] = [this.#items[one] as Item<T>, this.#items[other] as Item<T>];
    return a.key < b.key || (a.key === b.key && a.number < b.number);
  }
}
