/** Hands items over in slices of at most `size`, in their order, one after the other. A slice that fails is the last one. */
export async function inSlices<Item>(
  items: readonly Item[],
  size: number,
  send: (slice: Item[]) => Promise<unknown>,
): Promise<void> {
  for (let at = 0; at < items.length; at += size) await send(items.slice(at, at + size));
}
