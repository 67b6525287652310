import { setTimeout as wait } from "node:timers/promises";
import { expect, it } from "vitest";
import { inOrder } from "./inOrder.ts";

async function all<Value>(values: AsyncIterable<Value>): Promise<Value[]> {
  const taken: Value[] = [];
  for await (const value of values) taken.push(value);
  return taken;
}

it("gives results in the items' order, whichever is ready first", async () => {
  const results = inOrder([5, 1, 3, 0], 3, async (item) => {
    await wait(item);
    return item;
  });
  expect(await all(results)).toEqual([5, 1, 3, 0]);
});

it.each([1, 2, 7])("never begins more than %d ahead", async (ahead) => {
  let begun = 0;
  let taken = 0;
  let most = 0;
  const results = inOrder(Array.from({ length: 20 }).keys(), ahead, async (item) => {
    begun += 1;
    most = Math.max(most, begun - taken);
    return item;
  });
  for await (const item of results) {
    expect(item).toBe(taken);
    taken += 1;
  }
  expect(taken).toBe(20);
  expect(most).toBe(ahead);
});

it("gives nothing for nothing", async () => {
  expect(await all(inOrder([], 4, async () => 1))).toEqual([]);
});
