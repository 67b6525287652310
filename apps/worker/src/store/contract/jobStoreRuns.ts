import { defaultPlanConfig, type EngineConfiguration, type JobRun, type PoolMetrics, PoolRecorder } from "@pixelmill/core";
import { describe, expect, it } from "vitest";
import { makeCourse } from "../../testing/course.ts";
import { anId, cancelled, delivered, failed, withoutFile } from "../testing/samples.ts";
import type { JobStoreHarness } from "./jobStoreHarness.ts";

const configuration: EngineConfiguration = {
  encoders: 2,
  leastEncoders: 1,
  inFlight: 2,
  cores: 2,
  budgetBytes: 4e9,
  memoryLimitBytes: 4e9,
  memorySampleMs: 50,
  plan: defaultPlanConfig,
  versions: { pixelmill: "0.1.0" },
};

/** Describes what every JobStore keeps for job reports. */
export function describeRuns(harness: JobStoreHarness): void {
  const runs = async (jobId: string): Promise<JobRun[]> => (await Array.fromAsync(harness.store.runsOf(jobId))).flat();

  describe("runs", () => {
    it("are kept with what became of the task, in order of arrival, over a restart", async () => {
      const jobId = await harness.newJob();
      const [first, second] = [await harness.received(jobId, { path: "x/a.jpg" }), await harness.received(jobId)];
      const course = makeCourse({ peakBytes: 5e6, sending: { encoder: 3, batch: 7, batchSize: 20, threads: 2 } });
      await harness.store.end({ ...withoutFile(second, failed), run: { engine: 1, course: makeCourse(), pixels: 1200 } });
      await harness.store.end({ ...delivered(first), run: { engine: 1, course, pixels: 1e6 } });
      await harness.reopen();
      const { estimate, sending, ...rest } = course;
      expect(await runs(jobId)).toEqual([
        {
          ...rest,
          ...sending,
          engine: 1,
          path: "x/a.jpg",
          sourceBytes: 1000,
          pixels: 1e6,
          delivered: true,
          estimatedMs: estimate.ms,
          estimatedPeakBytes: estimate.peakBytes,
        },
        expect.objectContaining({ path: "a.jpg", delivered: false, pixels: 1200 }),
      ]);
      expect(await runs(anId())).toEqual([]);
    });

    it("are none of a task that was never begun, and the last of one that was tried again", async () => {
      const jobId = await harness.newJob();
      const [never, again] = [await harness.received(jobId), await harness.received(jobId)];
      const unbegun = makeCourse({ startedAt: null, sending: null, attempts: 0 });
      await harness.store.end({ ...withoutFile(never, cancelled), run: { engine: 1, course: unbegun, pixels: 1 } });
      await harness.store.end({ ...withoutFile(again, failed), run: { engine: 1, course: makeCourse({ runMs: 1 }), pixels: 1 } });
      await harness.store.reopen(again);
      await harness.store.end({ ...delivered(again), run: { engine: 2, course: makeCourse({ runMs: 2 }), pixels: 1 } });
      expect(await runs(jobId)).toMatchObject([{ engine: 2, runMs: 2, delivered: true }]);
    });

    it("of a refused end are not kept", async () => {
      const jobId = await harness.newJob();
      const taskId = await harness.received(jobId);
      await harness.store.end(delivered(taskId));
      await harness.store.end({ ...delivered(taskId), run: { engine: 1, course: makeCourse(), pixels: 1 } });
      expect(await runs(jobId)).toEqual([]);
    });

    it("go with their job, and with their last run the start of the engine is forgotten", async () => {
      const jobId = await harness.newJob();
      const first = await harness.store.beginEngine(5, configuration);
      await harness.store.end({
        ...delivered(await harness.received(jobId)),
        run: { engine: first, course: makeCourse(), pixels: 1 },
      });
      const second = await harness.store.beginEngine(6, { ...configuration, encoders: 4 });
      expect(await harness.store.engines([first, second])).toEqual([
        { number: first, startedAt: 5, configuration },
        { number: second, startedAt: 6, configuration: { ...configuration, encoders: 4 } },
      ]);
      await harness.deleted(jobId);
      expect(await runs(jobId)).toEqual([]);
      await harness.store.beginEngine(7, configuration);
      expect((await harness.store.engines([first, second])).map(({ startedAt }) => startedAt)).toEqual([7]);
    });
  });

  it("what happened to the pool is kept by its beginning, over a restart, until the job is deleted", async () => {
    const jobId = await harness.newJob();
    const metrics = (beganAt: number, gone: number): PoolMetrics => {
      const recorder = new PoolRecorder(beganAt);
      for (let at = 0; at < gone; at += 1) recorder.encoderGone();
      return recorder.snapshot(beganAt);
    };
    await harness.store.putPoolMetrics(jobId, metrics(20, 1));
    await harness.store.putPoolMetrics(jobId, metrics(10, 1));
    await harness.store.putPoolMetrics(jobId, metrics(20, 2));
    await harness.store.putPoolMetrics(anId(), metrics(30, 1));
    await harness.reopen();
    expect(await harness.store.poolMetricsOf(jobId)).toEqual([metrics(10, 1), metrics(20, 2)]);
    await harness.deleted(jobId);
    expect(await harness.store.poolMetricsOf(jobId)).toEqual([]);
  });
}
