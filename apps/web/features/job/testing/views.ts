import {
  defaultSettings,
  type Id,
  type JobView,
  type TaskResult,
  type TaskState,
  type TaskView,
  taskStates,
} from "@pixelmill/core";

/** An id made of a number. */
export const idOf = (number: number): Id => number.toString(16).padStart(32, "0");

/** A task of 1,000 bytes as the service tells of it. */
export const taskView = (number: number, change: Partial<TaskView> = {}): TaskView => ({
  id: idOf(number),
  path: `${number}.jpg`,
  state: "queued",
  sourceBytes: 1000,
  info: null,
  revision: 0,
  outputs: [],
  encodeMs: null,
  peakBytes: null,
  sequence: number,
  ...change,
});

const output = { format: "webp", width: 40, height: 30, frames: 1, bytes: 400 } as const;

const optimized: TaskResult = { status: "optimized", output, warnings: [] };

export const optimizedTask = (number: number): TaskView =>
  taskView(number, { state: "optimized", outputs: [{ result: optimized, path: `${number}.webp` }], encodeMs: 12 });

/** A job at work, with the sums of the given tasks. */
export function jobView(tasks: readonly TaskView[], change: Partial<JobView> = {}): JobView {
  const states = Object.fromEntries(taskStates.map((state) => [state, 0])) as Record<TaskState, number>;
  for (const { state } of tasks) states[state] += 1;
  const outputs = tasks.map((task) => task.outputs.filter(({ path }) => path !== null).length);
  const delivered = outputs.reduce((sum, count) => sum + count, 0);
  return {
    id: idOf(0),
    state: "sealed",
    priority: "normal",
    toppedAt: null,
    settings: defaultSettings,
    revision: 0,
    otherSettings: [],
    totals: {
      states,
      files: tasks.length,
      sourceBytes: tasks.length * 1000,
      deliveredSourceBytes: outputs.filter((count) => count > 0).length * 1000,
      outputs: delivered,
      outputBytes: delivered * 400,
      known: 0,
    },
    createdAt: 1_000_000,
    reopenedAt: null,
    finishedAt: null,
    expiresAt: null,
    ...change,
  };
}
