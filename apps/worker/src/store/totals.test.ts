import { join } from "node:path";
import {
  type Id,
  isDelivered,
  isKnown,
  type JobStore,
  type JobTotals,
  type OutputEnd,
  type TaskRecord,
  taskStates,
} from "@pixelmill/core";
import fc from "fast-check";
import { expect, it } from "vitest";
import { SqliteJobStore } from "./sqliteJobStore.ts";
import {
  aJob,
  anInfo,
  aSource,
  cancelled,
  failed,
  keptOriginal,
  optimized,
  settingsOf,
  withFile,
  withoutFile,
} from "./testing/samples.ts";
import { temporaryDirectory } from "./testing/temporaryDirectory.ts";

const jobCount = 2;
const taskCount = 3;
const outputCount = 2;

/** One call of the store, on the job and the task of these numbers. */
const operation = fc.record({
  kind: fc.constantFrom(
    "receive",
    "receive",
    "inspect",
    "optimize",
    "keep",
    "know",
    "fail",
    "failPartly",
    "cancel",
    "reopen",
    "breakOff",
    "deleteJob",
  ),
  job: fc.nat(jobCount - 1),
  task: fc.nat(taskCount - 1),
  bytes: fc.integer({ min: 1, max: 1_000_000 }),
});

type Operation = typeof operation extends fc.Arbitrary<infer Value> ? Value : never;

it("running totals equal a recount after any operations, in groups of any size", async () => {
  const directory = await temporaryDirectory();
  const store = new SqliteJobStore(join(directory.path, "jobs.db"));
  try {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(operation, { maxLength: 8, size: "max" }), { maxLength: 12, size: "max" }),
        async (groups) => {
          const jobs = Array.from({ length: jobCount }, () => aJob({ settings: settingsOf(outputCount) }));
          const sources = jobs.map((job) => Array.from({ length: taskCount }, () => aSource(job.id)));
          for (const job of jobs) await store.createJob(job);
          for (const group of groups) {
            await Promise.allSettled(group.map((one) => perform(store, sources, one)));
            for (const job of jobs) expect(await store.totals(job.id)).toEqual(await recount(store, job.id));
          }
        },
      ),
      { numRuns: 60 },
    );
  } finally {
    await store.close();
    await directory.remove();
  }
});

function perform(
  store: JobStore,
  sources: ReturnType<typeof aSource>[][],
  { kind, job, task, bytes }: Operation,
): Promise<unknown> {
  const source = sources[job]?.[task];
  if (source === undefined) throw new Error("no such task");
  const { taskId, jobId } = source;
  const ended = (...outputs: OutputEnd[]) => store.end({ taskId, outputs, encodeMs: 1 });
  switch (kind) {
    case "receive":
      return store.receive({ ...source, sourceBytes: bytes });
    case "inspect":
      return store.setInspected(taskId, anInfo);
    case "optimize":
      return ended(withFile({ result: optimized(bytes) }), withFile({ result: optimized(bytes + 1) }));
    case "keep":
      return ended(withFile({ result: keptOriginal }), withFile({ result: keptOriginal }));
    case "know":
      return ended(
        withFile({ result: { ...keptOriginal, reason: "alreadyOptimized" } }),
        withFile({ result: { ...keptOriginal, reused: bytes % 2 === 0 ? true : undefined }, key: source.sourceKey }),
      );
    case "fail":
      return store.end(withoutFile(taskId, failed, outputCount));
    case "failPartly":
      return ended(withFile({ result: optimized(bytes) }), { result: failed, key: null, paths: [] });
    case "cancel":
      return store.end(withoutFile(taskId, cancelled, outputCount));
    case "reopen":
      return store.reopen(taskId);
    case "breakOff":
      // After its first output was stored.
      return ended(withFile(), withFile({ paths: [] }));
    case "deleteJob":
      // Rarely, or nothing else would be seen.
      return bytes % 5 === 0 ? Array.fromAsync(store.deleteJob(jobId)) : Promise.resolve();
  }
}

async function recount(store: JobStore, jobId: Id): Promise<JobTotals> {
  const tasks = await store.tasks(jobId, { offset: 0, limit: 1000 });
  const results = (task: TaskRecord) => task.outputs.map(({ result }) => result).filter(isDelivered);
  const delivered = tasks.flatMap(results);
  const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
  const states = taskStates.map((state) => [state, tasks.filter((task) => task.state === state).length]);
  return {
    states: Object.fromEntries(states),
    files: tasks.length,
    sourceBytes: sum(tasks.map(({ sourceBytes }) => sourceBytes)),
    deliveredSourceBytes: sum(tasks.filter((task) => results(task).length > 0).map(({ sourceBytes }) => sourceBytes)),
    outputs: delivered.length,
    outputBytes: sum(delivered.map(({ output }) => output.bytes)),
    known: tasks.filter(({ outputs }) => outputs.length > 0 && outputs.every(({ result }) => isKnown(result))).length,
  };
}
