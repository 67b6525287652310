import type { TaskView } from "@pixelmill/core";
import { describe, expect, it } from "vitest";
import { RowSort } from "./rowSort.ts";
import { idOf, optimizedTask, taskView } from "./testing/views.ts";

const tasksOf = (...tasks: TaskView[]) => new Map(tasks.map((task) => [task.id, task]));
const ids = [1, 2, 3, 4].map(idOf);

describe("RowSort", () => {
  const waiting = taskView(1, { sourceBytes: 5000 });
  // Their outputs have 400 bytes: 60, 90 and minus 100 % saved.
  const tasks = tasksOf(
    waiting,
    optimizedTask(2),
    { ...optimizedTask(3), sourceBytes: 4000 },
    { ...optimizedTask(4), sourceBytes: 200 },
  );
  const sorted = (sort: Parameters<RowSort["ids"]>[3]) => new RowSort().ids(ids, tasks, new Map(), sort);

  it("leaves the order of the paths as it is", () => {
    expect(sorted("path")).toBe(ids);
  });
  it("has the largest sources first, also those that are still to be uploaded", () => {
    expect(sorted("largest")).toEqual([1, 3, 2, 4].map(idOf));
    const upload = { jobId: idOf(0), taskId: idOf(2), path: "2.jpg", file: new File(["x".repeat(9000)], "2.jpg") };
    const uploads = new Map([[idOf(2), { ...upload, state: { kind: "waiting" } as const }]]);
    expect(new RowSort().ids([1, 2].map(idOf), tasksOf(waiting), uploads, "largest")).toEqual([2, 1].map(idOf));
  });
  it("has the smallest sources first", () => {
    expect(sorted("smallest")).toEqual([4, 2, 3, 1].map(idOf));
  });
  it("has what saved most or least first, and what has no result yet last", () => {
    expect(sorted("mostSaved")).toEqual([3, 2, 4, 1].map(idOf));
    expect(sorted("leastSaved")).toEqual([4, 2, 3, 1].map(idOf));
  });
  it("takes several outputs of a file together", () => {
    const [one] = optimizedTask(1).outputs;
    const several = { ...optimizedTask(1), outputs: one === undefined ? [] : [one, one, one] };
    const both = tasksOf(several, { ...optimizedTask(2), sourceBytes: 900 });
    expect(new RowSort().ids([1, 2].map(idOf), both, new Map(), "mostSaved")).toEqual([1, 2].map(idOf));
  });
  it("keeps equals in the order of their paths", () => {
    const alike = tasksOf(optimizedTask(1), optimizedTask(2), optimizedTask(3));
    expect(new RowSort().ids([3, 1, 2].map(idOf), alike, new Map(), "mostSaved")).toEqual([3, 1, 2].map(idOf));
  });
  it("gives the very same list until a rank changes", () => {
    const sort = new RowSort();
    const changing = new Map(tasks);
    const before = sort.ids(ids, changing, new Map(), "mostSaved");
    changing.set(waiting.id, { ...waiting, state: "running" });
    expect(sort.ids(ids, changing, new Map(), "mostSaved")).toBe(before);
    changing.set(waiting.id, { ...optimizedTask(1), sourceBytes: 50_000 });
    expect(sort.ids(ids, changing, new Map(), "mostSaved")).toEqual([1, 3, 2, 4].map(idOf));
  });
});
