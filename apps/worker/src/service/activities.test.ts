import { describe, expect, it } from "vitest";
import { Activities } from "./activities.ts";

describe("activities", () => {
  it("tell the unfinished tasks of all other jobs, each counted once", () => {
    const activities = new Activities();
    activities.entered("a1", "a");
    activities.entered("a1", "a");
    activities.entered("a2", "a");
    activities.entered("b1", "b");
    expect(["a", "b", "c"].map((jobId) => activities.othersOf(jobId))).toEqual([1, 2, 3]);
    activities.left("a1");
    activities.left("a1");
    activities.left("unknown");
    expect(["a", "b", "c"].map((jobId) => activities.othersOf(jobId))).toEqual([1, 1, 2]);
    activities.left("a2");
    expect(["a", "b", "c"].map((jobId) => activities.othersOf(jobId))).toEqual([1, 0, 1]);
  });

  it("tell what runs in a job, and nothing of what has left", () => {
    const activities = new Activities();
    activities.entered("a1", "a");
    activities.entered("b1", "b");
    activities.running("a1", 3, 1000);
    activities.running("b1", 4);
    expect(activities.runningOf("a")).toEqual([{ taskId: "a1", encoder: 3, startedAt: 1000 }]);
    activities.queued("b1");
    activities.left("a1");
    expect([activities.isRunning("a1"), activities.isRunning("b1"), activities.jobOf("a1"), activities.jobOf("b1")]).toEqual([
      false,
      false,
      null,
      "b",
    ]);
  });
});
