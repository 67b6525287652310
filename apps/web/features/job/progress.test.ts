import { failure, type TaskView } from "@pixelmill/core";
import { describe, expect, it } from "vitest";
import type { UploadState } from "../upload/uploadState.ts";
import { noUploads } from "../upload/uploads.ts";
import { progressOf } from "./progress.ts";
import { idOf, jobView, optimizedTask, taskView } from "./testing/views.ts";

const snapshotOf = (tasks: readonly TaskView[], change = {}) => ({
  job: jobView(tasks, change),
  activity: null,
  tasks: new Map(tasks.map((task) => [task.id, task])),
  samples: [],
});

const uploadsOf = (states: readonly [number, UploadState][]) => ({
  ...noUploads,
  byTask: new Map(
    states.map(([number, state]) => {
      const file = new File(["x".repeat(1000)], `${number}.jpg`);
      return [idOf(number), { jobId: idOf(0), taskId: idOf(number), path: file.name, file, state }];
    }),
  ),
});

describe("progressOf", () => {
  it("is nothing for a job without files", () => {
    expect(progressOf(snapshotOf([]), noUploads, 1_000_000)).toMatchObject({
      files: 0,
      done: 0,
      uploaded: 0,
      speed: null,
      left: null,
    });
  });

  it("counts files that are still here beside those on the server, each once", () => {
    const uploads = uploadsOf([
      [1, { kind: "sent" }],
      [2, { kind: "sending", sentBytes: 500 }],
      [3, { kind: "waiting" }],
    ]);
    const progress = progressOf(snapshotOf([optimizedTask(1)]), uploads, 1_001_000);
    expect(progress).toMatchObject({ files: 3, ended: 1, missing: 0, beforeBytes: 1000, afterBytes: 400, elapsedMs: 1000 });
    expect(progress.uploaded).toBeCloseTo(0.5);
  });

  it("counts a file that cannot be uploaded as ended, and not as work", () => {
    const uploads = uploadsOf([[2, { kind: "failed", failure: failure("fileTooLarge", { limit: "1 B" }) }]]);
    expect(progressOf(snapshotOf([optimizedTask(1)]), uploads, 1_000_000)).toMatchObject({
      files: 2,
      ended: 2,
      done: 1,
      uploaded: 1,
    });
  });

  it("tells the time left from the bytes that are left", () => {
    const samples = [0, 1, 2, 3, 4].map((second) => ({ atMs: 1_000_000 + 1000 * second, bytes: 500 * second }));
    const tasks = [optimizedTask(1), optimizedTask(2), taskView(3), taskView(4), taskView(5)];
    const { speed, left } = progressOf({ ...snapshotOf(tasks), samples }, noUploads, 1_004_000);
    expect(speed).toBe(500);
    expect(left?.fromMs).toBeLessThan(6000);
    expect(left?.toMs).toBeGreaterThan(6000);
  });

  it("stops the clock at the job's end, and tells the average", () => {
    const progress = progressOf(snapshotOf([optimizedTask(1)], { finishedAt: 1_002_000 }), noUploads, 9_000_000);
    expect(progress).toMatchObject({ elapsedMs: 2000, speed: 500, left: null });
  });

  it("counts the time from when the job last went on, and tells no average then", () => {
    const job = { reopenedAt: 5_000_000, finishedAt: 5_003_000 };
    expect(progressOf(snapshotOf([optimizedTask(1)], job), noUploads, 9_000_000)).toMatchObject({ elapsedMs: 3000, speed: null });
  });

  it("counts files that a reload cut as still to come", () => {
    expect(progressOf(snapshotOf([optimizedTask(1)]), noUploads, 1_000_000, 4)).toMatchObject({
      files: 4,
      missing: 3,
      done: 0.25,
      uploaded: 0.25,
      isWorking: false,
    });
  });
});
