import { settingsSchema } from "@pixelmill/core";
import { expect, test } from "vitest";
import type { EncodeTask } from "../protocol/messages.ts";
import { makeInfo } from "../testing/imageInfo.ts";
import { TaskQueue } from "./taskQueue.ts";

const task = (taskId: string): EncodeTask => ({
  taskId,
  threads: 1,
  settings: settingsSchema.parse({}),
  info: makeInfo(),
});

/** A queue whose tasks end when the test says so. */
function handQueue(inFlight: number) {
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const queue = new TaskQueue(inFlight, ({ taskId }) => {
    begun.push(taskId);
    return new Promise((resolve) => ends.set(taskId, resolve));
  });
  const end = async (taskId: string) => {
    ends.get(taskId)?.();
    await new Promise(setImmediate);
  };
  return { queue, begun, end };
}

test("tasks begin in order, as many at once as may be in flight", async () => {
  const { queue, begun, end } = handQueue(2);
  queue.add(["a", "b", "c"].map(task));
  queue.add([task("d")]);
  expect(begun).toEqual(["a", "b"]);
  await end("b");
  expect(begun).toEqual(["a", "b", "c"]);
  await end("a");
  expect(begun).toEqual(["a", "b", "c", "d"]);
});

test("a recall gives back unbegun tasks only, and those never begin", async () => {
  const { queue, begun, end } = handQueue(1);
  queue.add(["a", "b", "c"].map(task));
  expect(queue.recall(["a", "b", "x"])).toEqual(["b"]);
  await end("a");
  expect(begun).toEqual(["a", "c"]);
});

test("a stop waits for what has begun and begins nothing more", async () => {
  const { queue, begun, end } = handQueue(1);
  queue.add(["a", "b"].map(task));
  let stopped = false;
  const stop = queue.stop().then(() => {
    stopped = true;
  });
  queue.add([task("c")]);
  await new Promise(setImmediate);
  expect(stopped).toBe(false);
  await end("a");
  await stop;
  expect(begun).toEqual(["a"]);
});

test("an idle queue stops at once", async () => {
  await expect(handQueue(1).queue.stop()).resolves.toBeUndefined();
});
