import { expect, test } from "vitest";
import { InspectionQueue } from "./inspectionQueue.ts";

function queueOf(concurrency: number, items: readonly string[]): InspectionQueue<string> {
  const queue = new InspectionQueue<string>(concurrency);
  for (const item of items) queue.add(item);
  return queue;
}

test("as many begin as may run together, the next as soon as one has ended", () => {
  const queue = queueOf(2, ["a", "b", "c"]);
  expect(queue.take()).toEqual(["a", "b"]);
  expect(queue.take()).toEqual([]);
  queue.done("a");
  expect(queue.take()).toEqual(["c"]);
});

test("after a loss the suspects run one by one before anything else", () => {
  const queue = queueOf(2, ["a", "b", "c"]);
  queue.take();
  expect(queue.lost()).toEqual([]);
  expect(queue.take()).toEqual(["a"]);
  expect(queue.take()).toEqual([]);
  queue.done("a");
  expect(queue.take()).toEqual(["b"]);
  queue.done("b");
  expect(queue.take()).toEqual(["c"]);
});

test("a suspect that is lost again, alone, is given up, and the others go on", () => {
  const queue = queueOf(2, ["a", "b", "c"]);
  queue.take();
  queue.lost();
  queue.take();
  expect(queue.lost()).toEqual(["a"]);
  expect(queue.take()).toEqual(["b"]);
  queue.done("b");
  expect(queue.take()).toEqual(["c"]);
});

test("an item that ran by itself by chance is tried again too", () => {
  const queue = queueOf(2, ["a"]);
  queue.take();
  expect(queue.lost()).toEqual([]);
  expect(queue.take()).toEqual(["a"]);
  expect(queue.lost()).toEqual(["a"]);
});

test("a loss with nothing under way blames nothing", () => {
  expect(queueOf(2, []).lost()).toEqual([]);
});

test("draining gives everything back once", () => {
  const queue = queueOf(1, ["a", "b", "c"]);
  queue.take();
  queue.lost();
  queue.take();
  queue.add("d");
  expect(queue.drain()).toEqual(["a", "b", "c", "d"]);
  expect([queue.drain(), queue.take()]).toEqual([[], []]);
});
