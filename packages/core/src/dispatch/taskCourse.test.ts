import { expect, it } from "vitest";
import { makeTask, simulate } from "./testing/simulation.ts";

const courses = ({ ends }: ReturnType<typeof simulate>) => ends.map(({ course }) => course);

it("a task that ran tells when it came, began and ended, how it was sent, and what was measured", () => {
  const run = simulate({ encoders: 1, cores: 2, fate: () => ({ ms: 40, peakBytes: 20e6 }), baseBytes: 70e6 });
  run.pool.at(100, () => run.dispatcher.submit([makeTask()]));
  run.pool.run();
  const [course] = courses(run);
  expect(course).toMatchObject({
    submittedAt: 100,
    sending: { encoder: 1, batch: 1, batchSize: 1, threads: 2 },
    runMs: expect.closeTo(40),
    peakBytes: 20e6,
    attempts: 1,
  });
  expect(course?.startedAt).toBeGreaterThanOrEqual(100);
  expect(course?.endedAt).toBeCloseTo((course?.startedAt ?? 0) + 40);
  expect(course?.estimate.ms).toBeGreaterThan(0);
});

it("tasks of one batch have its number and size, and those of another have others", () => {
  const run = simulate({ encoders: 2 });
  run.dispatcher.submit(Array.from({ length: 60 }, () => makeTask({ info: { width: 100, height: 100 } })));
  run.pool.run();
  const sizes = new Map(run.pool.sent.map(({ tasks }, index) => [index + 1, tasks.length]));
  for (const { sending } of courses(run)) expect(sending?.batchSize).toBe(sizes.get(sending?.batch ?? 0));
  expect(new Set(courses(run).map(({ sending }) => sending?.batch)).size).toBe(run.pool.sent.length);
});

it("a task that is cancelled before it was begun has neither start nor encoder", () => {
  const run = simulate({ encoders: 0 });
  const task = makeTask();
  run.dispatcher.submit([task]);
  run.dispatcher.cancel([task.id]);
  expect(courses(run)).toMatchObject([{ startedAt: null, sending: null, runMs: null, peakBytes: null, attempts: 0 }]);
});

it("a task whose source did not reach its encoder was not begun, and counts in no measured time", () => {
  const run = simulate({ encoders: 1 });
  const task = makeTask();
  run.dispatcher.submit([task]);
  const results = [{ status: "failed", error: { code: "sourceUnreadable", message: "It is gone." } }] as const;
  run.dispatcher.taskEnded(1, task.id, { results, wallMs: 0, peakBytes: null });
  const unbegun = { startedAt: null, runMs: null, peakBytes: null, attempts: 0, sending: { encoder: 1, batch: 1 } };
  expect(courses(run)).toMatchObject([unbegun]);
  expect(run.metrics.snapshot(1)).toMatchObject({
    waitMs: { count: 0 },
    runMs: { count: 0 },
    encoders: [],
    ended: { failed: 1 },
  });
  expect(run.dispatcher.reservations()).toMatchObject([{ reservedBytes: 70e6 }]);
});

it("a task that took its encoder down twice was begun twice and has no run time", () => {
  const run = simulate({ encoders: 1, fate: () => ({ ms: 10, crashes: true }) });
  run.dispatcher.submit([makeTask()]);
  run.pool.run();
  expect(courses(run)).toMatchObject([{ attempts: 2, runMs: null, sending: { encoder: 2, batch: 2 } }]);
  expect(courses(run)[0]?.startedAt).not.toBeNull();
});
