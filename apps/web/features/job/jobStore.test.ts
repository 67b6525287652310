import { describe, expect, it } from "vitest";
import { JobStore } from "./jobStore.ts";
import { idOf, jobView, optimizedTask, taskView } from "./testing/views.ts";

const activity = { running: [], otherTasksQueued: 0 };

function setUp() {
  const store = new JobStore({ intervalMs: 0 });
  const apply = (tasks: Parameters<typeof jobView>[0], now = 0) => store.apply({ job: jobView(tasks), tasks, activity }, now);
  return { store, apply };
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

  it("takes a newer view of the job from an answer", () => {
    const { store, apply } = setUp();
    apply([taskView(1)]);
    store.applyJob(jobView([], { state: "cancelled" }));
    expect(store.snapshot().job?.state).toBe("cancelled");
    expect(store.snapshot().tasks.size).toBe(1);
  });
});
