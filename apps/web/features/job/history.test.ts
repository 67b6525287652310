import { settingsSchema } from "@pixelmill/core";
import { expect, it } from "vitest";
import { historyOf } from "./history.ts";
import { jobView, optimizedTask, taskView } from "./testing/views.ts";

it("adds up what ended, and what was saved where each image became one file", () => {
  const several = settingsSchema.parse({ outputs: [{ format: "webp" }, { format: "avif" }] });
  const jobs = [
    jobView([optimizedTask(1), optimizedTask(2), taskView(3)]),
    jobView([optimizedTask(4), taskView(5, { state: "failed" })]),
    jobView([optimizedTask(6)], { settings: several }),
  ];
  expect(historyOf(jobs)).toEqual({ jobs: 3, files: 5, beforeBytes: 3000, afterBytes: 1200 });
});

it("is nothing without jobs", () => {
  expect(historyOf([])).toEqual({ jobs: 0, files: 0, beforeBytes: 0, afterBytes: 0 });
});
