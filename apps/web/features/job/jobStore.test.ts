import { describe, expect, it } from "vitest";
import { JobStore } from "./jobStore.ts";
import { idOf, jobView, optimizedTask, taskView } from "./testing/views.ts";

const activityOf = (...running: number[]) => ({
  running: running.map((number, encoder) => ({ taskId: idOf(number), encoder, startedAt: 0 })),
  otherTasksQueued: 0,
});
const activity = activityOf();

function setUp() {
  const store = new JobStore({ intervalMs: 0 });
  const apply = (tasks: Parameters<typeof jobView>[0], now = 0) => store.apply({ job: jobView(tasks), tasks, activity }, now);
  const applyRunning = (tasks: Parameters<typeof jobView>[0], ...running: number[]) =>
    store.apply({ job: jobView(tasks), tasks, activity: activityOf(...running) }, 0);
  const states = () => [...store.snapshot().tasks.values()].map(({ state }) => state);
  return { store, apply, applyRunning, states };
}

describe("JobStore", () => {
  it("knows nothing before the first event", () => {
    expect(setUp().store.snapshot()).toMatchObject({ job: null, activity: null });
  });

  it("takes in new tasks and changed ones, in the order of arrival", () => {
    const { store, apply } = setUp();
    apply([taskView(1), taskView(2)]);
    apply([{ ...optimizedTask(1), sequence: 7 }, taskView(3)]);
    const { tasks } = store.snapshot();
    expect([...tasks.keys()]).toEqual([1, 2, 3].map(idOf));
    expect(tasks.get(idOf(1))?.state).toBe("optimized");
  });

  it("keeps a task's object where an event repeats what is known", () => {
    const { store, apply } = setUp();
    apply([taskView(1)]);
    const before = store.snapshot().tasks.get(idOf(1));
    apply([taskView(1)]);
    expect(store.snapshot().tasks.get(idOf(1))).toBe(before);
  });

  it("never goes back to an older state", () => {
    const { store, apply } = setUp();
    apply([{ ...optimizedTask(1), sequence: 9 }]);
    apply([taskView(1, { state: "running", sequence: 8 })]);
    expect(store.snapshot().tasks.get(idOf(1))?.state).toBe("optimized");
  });

  it("shows of the tasks in line exactly those as running that an encoder has, whatever was told of them before", () => {
    const { applyRunning, states } = setUp();
    applyRunning([taskView(1), taskView(2), taskView(3, { state: "running" })], 3);
    expect(states()).toEqual(["queued", "queued", "running"]);
    applyRunning([], 1, 2);
    expect(states()).toEqual(["running", "running", "queued"]);
    applyRunning([], 2);
    expect(states()).toEqual(["queued", "running", "queued"]);
    applyRunning([taskView(4, { state: "running" }), taskView(5)], 5, 6);
    expect(states()).toEqual(["queued", "queued", "queued", "queued", "running"]);
  });

  it("leaves tasks as they are that have ended, or are not inspected yet", () => {
    const { store, applyRunning, states } = setUp();
    applyRunning([taskView(1), taskView(2, { state: "received" })], 1, 2);
    expect(states()).toEqual(["running", "received"]);
    applyRunning([{ ...optimizedTask(1), sequence: 9 }], 1);
    expect(states()).toEqual(["optimized", "received"]);
    applyRunning([]);
    expect(states()).toEqual(["optimized", "received"]);
    expect([...store.snapshot().tasks.keys()]).toEqual([1, 2].map(idOf));
  });

  it("keeps the object of a task that goes on running, or waiting", () => {
    const { store, applyRunning } = setUp();
    applyRunning([taskView(1), taskView(2)], 1);
    const before = [...store.snapshot().tasks.values()];
    applyRunning([], 1);
    const after = [...store.snapshot().tasks.values()];
    expect(after.map((task, at) => task === before[at])).toEqual([true, true]);
  });

  it("gives a new snapshot after each change, and the same one in between", () => {
    const { store, apply } = setUp();
    apply([taskView(1)]);
    const first = store.snapshot();
    expect(store.snapshot()).toBe(first);
    apply([]);
    expect(store.snapshot()).not.toBe(first);
  });

  it("tells its listeners once of a burst", async () => {
    const store = new JobStore({ intervalMs: 1 });
    let calls = 0;
    store.subscribe(() => {
      calls += 1;
    });
    for (let i = 1; i <= 1000; i += 1) store.apply({ job: jobView([]), tasks: [taskView(i)], activity }, i);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(calls).toBe(1);
    expect(store.snapshot().tasks.size).toBe(1000);
  });

  it("takes a newer view of the job from an answer, and tells of it at once", async () => {
    const store = new JobStore({ intervalMs: 1 });
    let calls = 0;
    store.subscribe(() => {
      calls += 1;
    });
    store.apply({ job: jobView([]), tasks: [taskView(1)], activity }, 0);
    store.applyJob(jobView([], { state: "cancelled" }));
    expect(store.snapshot().job?.state).toBe("cancelled");
    expect(store.snapshot().tasks.size).toBe(1);
    expect(calls).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(calls, "the event before was told with it").toBe(1);
  });
});
