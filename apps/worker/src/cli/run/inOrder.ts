/**
 * Does something with each item, several at a time, and gives the results in the items' order. `ahead`: most items begun whose
 * results have not been taken. `begin` must not reject.
 */
export async function* inOrder<Item, Value>(
  items: Iterable<Item> | AsyncIterable<Item>,
  ahead: number,
  begin: (item: Item) => Promise<Value>,
): AsyncGenerator<Value> {
  const begun: Promise<Value>[] = [];
  for await (const item of items) {
    begun.push(begin(item));
    if (begun.length < ahead) continue;
    const first = begun.shift();
    if (first !== undefined) yield await first;
  }
  for (const value of begun) yield await value;
}
