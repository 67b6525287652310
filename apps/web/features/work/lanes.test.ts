import { expect, it } from "vitest";
import { idOf, taskView } from "../job/testing/views.ts";
import { lanesOf } from "./lanes.ts";

it("each encoder has a lane with what it is at, the first begun first", () => {
  const tasks = new Map([1, 2, 3].map((number) => [idOf(number), taskView(number, { path: `a folder/${number}.jpg` })]));
  const running = [
    { taskId: idOf(1), encoder: 9, startedAt: 30 },
    { taskId: idOf(2), encoder: 4, startedAt: 20 },
    { taskId: idOf(3), encoder: 9, startedAt: 10 },
    { taskId: idOf(4), encoder: 5, startedAt: 40 },
  ];
  const lanes = lanesOf({ running, otherTasksQueued: 0 }, tasks);
  expect(lanes.map(({ encoder, files }) => [encoder, files.map(({ name }) => name)])).toEqual([
    [4, ["2.jpg"]],
    [5, [""]],
    [9, ["3.jpg", "1.jpg"]],
  ]);
});
