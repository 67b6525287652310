import { defaultSettings, settingsSchema } from "@pixelmill/core";
import { expect, it } from "vitest";
import { jobView, taskView } from "../job/testing/views.ts";
import { countOutdated, hasSeveralOutputs, revisionsLike, settingsOfTask } from "./outdated.ts";

const webp = settingsSchema.parse({ outputs: [{ format: "webp" }] });
const two = settingsSchema.parse({ outputs: [{ format: "webp" }, { format: "avif" }] });
const tasks = [taskView(1, { revision: 2 }), taskView(2, { revision: 1 }), taskView(3, { revision: 2 })];
const job = jobView(tasks, { revision: 2, otherSettings: [{ revision: 1, settings: webp }] });

it("a task's settings are the job's, or its own", () => {
  expect(tasks.map((task) => settingsOfTask(job, task))).toEqual([defaultSettings, webp, defaultSettings]);
});

it("a file may come back in several outputs where any settings of its job say so", () => {
  expect(hasSeveralOutputs(job)).toBe(false);
  expect(hasSeveralOutputs({ ...job, otherSettings: [{ revision: 1, settings: two }] })).toBe(true);
});

it("tasks are outdated that were made under other settings than are asked for", () => {
  expect(countOutdated(tasks, revisionsLike(job, defaultSettings))).toBe(1);
  expect(countOutdated(tasks, revisionsLike(job, webp))).toBe(2);
  expect(countOutdated(tasks, revisionsLike(job, two))).toBe(3);
});
