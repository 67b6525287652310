import type { Entry } from "../dispatch/entry.ts";

/** Most entries in one block: small enough to be shifted in no time, large enough that the blocks stay few. */
const mostInBlock = 1024;

/** An entry with its number in order of coming, which decides between equals. */
interface Item {
  readonly entry: Entry;
  readonly number: number;
}

/**
 * Waiting entries, the highest rank first and of equals the one that came first. Kept in short blocks, so that coming and
 * going cost the same wherever in 100,000 it happens.
 */
export class SortedEntries {
  /** Each block and all of them last to first, so that what is taken first is at the end. No block is empty. */
  readonly #blocks: Item[][] = [];
  readonly #numbers = new Map<Entry, number>();
  #lastNumber = 0;

  get size(): number {
    return this.#numbers.size;
  }

  add(entry: Entry): void {
    this.#lastNumber += 1;
    const item = { entry, number: this.#lastNumber };
    this.#numbers.set(entry, item.number);
    const at = Math.min(this.#blockOf(item), this.#blocks.length - 1);
    const block = this.#blocks[at];
    if (block === undefined) this.#blocks.push([item]);
    else {
      block.splice(placeIn(block, item), 0, item);
      if (block.length > mostInBlock) this.#blocks.splice(at, 1, block.slice(0, mostInBlock / 2), block.slice(mostInBlock / 2));
    }
  }

  /** False where it was not here. */
  remove(entry: Entry): boolean {
    const number = this.#numbers.get(entry);
    if (number === undefined) return false;
    this.#numbers.delete(entry);
    const at = this.#blockOf({ entry, number });
    const block = this.#blocks[at] as Item[];
    block.splice(placeIn(block, { entry, number }), 1);
    if (block.length === 0) this.#blocks.splice(at, 1);
    return true;
  }

  *[Symbol.iterator](): Generator<Entry> {
    for (let at = this.#blocks.length - 1; at >= 0; at -= 1) {
      const block = this.#blocks[at] as Item[];
      for (let index = block.length - 1; index >= 0; index -= 1) yield (block[index] as Item).entry;
    }
  }

  /** The first block whose last item is not before the given one. */
  #blockOf(item: Item): number {
    return firstIndex(this.#blocks, (block) => !isBefore(block.at(-1) as Item, item));
  }
}

/** Where an item is in a block, or belongs. */
const placeIn = (block: readonly Item[], item: Item): number => firstIndex(block, (other) => !isBefore(other, item));

/** Whether `a` stands before `b` in the blocks, and so is taken after it. */
const isBefore = (a: Item, b: Item): boolean =>
  a.entry.rank < b.entry.rank || (a.entry.rank === b.entry.rank && a.number > b.number);

/** The first index for which `holds`, which holds from some index on; the length where it never does. */
function firstIndex<T>(items: readonly T[], holds: (item: T) => boolean): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(items[middle] as T)) high = middle;
    else low = middle + 1;
  }
  return low;
}
