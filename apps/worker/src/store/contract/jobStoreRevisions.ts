import { defaultSettings, maxOtherSettings, type Settings, settingsSchema } from "@pixelmill/core";
import { describe, expect, it } from "vitest";
import {
  aJob,
  anId,
  anInfo,
  aSource,
  cancelled,
  delivered,
  optimized,
  settingsOf,
  withFile,
  withoutFile,
} from "../testing/samples.ts";
import type { JobStoreHarness } from "./jobStoreHarness.ts";

/** Settings that differ by their number. */
const settingsAt = (quality: number): Settings => settingsSchema.parse({ outputs: [{ quality }] });

/** Describes what every JobStore does with settings that change. */
export function describeRevisions(harness: JobStoreHarness): void {
  /** A task that ended with the file `key` under the job's settings of the time. */
  async function ended(jobId: string, key = `results/${anId()}`): Promise<string> {
    const taskId = await harness.received(jobId);
    await harness.store.setInspected(taskId, anInfo);
    await harness.store.end(delivered(taskId, { key }));
    return taskId;
  }

  describe("other settings", () => {
    it("for all are the job's from then on, and those of tasks to come; earlier tasks keep theirs", async () => {
      const jobId = await harness.newJob();
      const before = await harness.received(jobId);
      expect(await harness.store.revise(jobId, settingsAt(70), "all")).toBe(1);
      const after = await harness.received(jobId);
      expect(await harness.store.job(jobId)).toMatchObject({ settings: settingsAt(70), revision: 1 });
      expect([(await harness.taskOf(before)).revision, (await harness.taskOf(after)).revision]).toEqual([0, 1]);
      expect(await harness.store.otherSettings(jobId)).toEqual([{ revision: 0, settings: defaultSettings }]);
      await harness.reopen();
      expect(await harness.store.settingsOf(jobId, 0)).toEqual(defaultSettings);
      expect(await harness.store.settingsOf(jobId, 1)).toEqual(settingsAt(70));
      expect(await harness.store.settingsOf(jobId, 2)).toBeNull();
    });

    it("for some leave the job's as they are", async () => {
      const jobId = await harness.newJob();
      const taskId = await ended(jobId);
      const revision = await harness.store.revise(jobId, settingsAt(70), "some");
      expect(await harness.store.rerun(taskId, Number(revision))).not.toBeNull();
      expect(await harness.store.job(jobId)).toMatchObject({ settings: defaultSettings, revision: 0 });
      expect(await harness.store.otherSettings(jobId)).toEqual([{ revision: 1, settings: settingsAt(70) }]);
    });

    it("that the job or a task has already keep their number", async () => {
      const jobId = await harness.newJob();
      const taskId = await ended(jobId);
      expect(await harness.store.revise(jobId, defaultSettings, "all")).toBe(0);
      await harness.store.rerun(taskId, Number(await harness.store.revise(jobId, settingsAt(70), "some")));
      expect(await harness.store.revise(jobId, settingsAt(70), "some")).toBe(1);
      expect(await harness.store.revise(jobId, settingsAt(70), "all")).toBe(1);
      expect(await harness.store.otherSettings(jobId)).toEqual([]);
    });

    it("that no task has any more are forgotten, and their number is not given again", async () => {
      const jobId = await harness.newJob();
      const taskId = await ended(jobId);
      for (const [at, quality] of [70, 60, 50].entries()) {
        const revision = await harness.store.revise(jobId, settingsAt(quality), "some");
        expect(revision).toBe(at + 1);
        await harness.store.rerun(taskId, at + 1);
      }
      expect(await harness.store.revise(jobId, settingsAt(40), "all")).toBe(4);
      expect(await harness.store.otherSettings(jobId)).toEqual([{ revision: 3, settings: settingsAt(50) }]);
    });

    it("are limited in number, except for all", async () => {
      const jobId = await harness.newJob();
      for (let at = 1; at <= maxOtherSettings; at += 1) {
        const taskId = await ended(jobId);
        await harness.store.rerun(taskId, Number(await harness.store.revise(jobId, settingsAt(at), "some")));
      }
      expect(await harness.store.revise(jobId, settingsAt(99), "some")).toBeNull();
      expect(await harness.store.revise(jobId, settingsAt(99), "all")).toBe(maxOtherSettings + 1);
    });

    it("of an unknown job are none, and go with their job", async () => {
      expect(await harness.store.revise(anId(), defaultSettings, "all")).toBeNull();
      const jobId = await harness.newJob();
      await ended(jobId);
      await harness.store.revise(jobId, settingsAt(70), "all");
      await harness.deleted(jobId);
      expect(await harness.store.otherSettings(jobId)).toEqual([]);
    });
  });

  describe("a job that goes on after its end", () => {
    it("knows since when, and one that never ended does not", async () => {
      const jobId = await harness.newJob();
      await harness.store.setJobState(jobId, "sealed", null);
      expect(await harness.store.job(jobId)).toMatchObject({ reopenedAt: null });
      const before = Date.now();
      await harness.store.setJobState(jobId, "finished", 5);
      await harness.store.setJobState(jobId, "sealed", null);
      const { reopenedAt } = (await harness.store.job(jobId)) ?? {};
      expect(reopenedAt).toBeGreaterThanOrEqual(before);
      await harness.store.setJobState(jobId, "finished", 6);
      expect(await harness.store.job(jobId)).toMatchObject({ reopenedAt });
    });
  });

  describe("a task that is to be made again", () => {
    it("loses its outputs, whichever way it ended, and waits", async () => {
      const job = aJob();
      await harness.store.createJob(job);
      const done = await ended(job.id, "r1");
      const uninspected = aSource(job.id, { path: "b.jpg" });
      await harness.store.receive(uninspected);
      await harness.store.end(withoutFile(uninspected.taskId, cancelled));
      await harness.store.revise(job.id, settingsOf(2), "all");
      expect(await harness.store.rerun(done, 1)).toEqual({ dropped: ["r1"], wasActive: false });
      expect(await harness.store.rerun(uninspected.taskId, 1)).toEqual({ dropped: [], wasActive: false });
      expect(await harness.taskOf(done)).toMatchObject({ state: "queued", revision: 1, outputs: [], encodeMs: null });
      expect(await harness.taskOf(uninspected.taskId)).toMatchObject({ state: "received", revision: 1 });
      expect(await harness.store.totals(job.id)).toMatchObject({ files: 2, outputs: 0, deliveredSourceBytes: 0 });
    });

    it("ends with as many outputs as its own settings ask for", async () => {
      const jobId = await harness.newJob();
      const [revised, other] = [await ended(jobId), await ended(jobId)];
      await harness.store.revise(jobId, settingsOf(2), "some");
      await harness.store.rerun(revised, 1);
      const outputs = [withFile(), withFile({ result: optimized(5) })];
      expect(await harness.store.end({ taskId: revised, revision: 1, outputs, encodeMs: 1 })).toBe("stored");
      expect((await harness.taskOf(revised)).outputs).toHaveLength(2);
      expect((await harness.taskOf(other)).outputs).toHaveLength(1);
    });

    it("refuses what was made under earlier settings", async () => {
      const jobId = await harness.newJob();
      const taskId = await harness.received(jobId);
      await harness.store.revise(jobId, settingsAt(70), "all");
      expect(await harness.store.rerun(taskId, 1)).toEqual({ dropped: [], wasActive: true });
      expect(await harness.store.end({ ...delivered(taskId), revision: 0 })).toBe("outdated");
      expect(await harness.taskOf(taskId)).toMatchObject({ state: "received", outputs: [] });
      expect(await harness.store.end({ ...delivered(taskId), revision: 1 })).toBe("stored");
    });

    it("stays as it is where it has these settings, or where task or settings are unknown", async () => {
      const jobId = await harness.newJob();
      const taskId = await ended(jobId);
      expect(await harness.store.rerun(taskId, 0)).toBeNull();
      expect(await harness.store.rerun(taskId, 7)).toBeNull();
      expect(await harness.store.rerun(anId(), 0)).toBeNull();
      expect((await harness.taskOf(taskId)).state).toBe("optimized");
    });
  });
}
