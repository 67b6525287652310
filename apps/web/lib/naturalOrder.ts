/** Digits are compared as numbers up to this many; a longer run is compared as text. */
const digits = 12;

/** A text whose plain order is that of a file manager: case ignored, img2 before img10. Made once, compared cheaply. */
const naturalKey = (path: string): string => path.toLowerCase().replace(/\d+/g, (run) => run.padStart(digits, "0"));

/** The items in the natural order of their paths; equal ones stay as they were. */
export function inNaturalOrder<Item>(items: readonly Item[], pathOf: (item: Item) => string): Item[] {
  const keyed = items.map((item) => ({ item, key: naturalKey(pathOf(item)) }));
  keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  return keyed.map(({ item }) => item);
}

/** The one that comes first in the natural order; null of none. */
export function firstInNaturalOrder(texts: Iterable<string>): string | null {
  let first: { readonly text: string; readonly key: string } | null = null;
  for (const text of texts) {
    const key = naturalKey(text);
    if (first === null || key < first.key) first = { text, key };
  }
  return first?.text ?? null;
}
