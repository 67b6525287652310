import { describe, expect, it } from "vitest";
import { anId, anInfo, aSource, cancelled, delivered, failed, keptOriginal, optimized, withoutFile } from "../testing/samples.ts";
import type { JobStoreHarness } from "./jobStoreHarness.ts";

/** Describes the way of a task through every JobStore. */
export function describeTasks(harness: JobStoreHarness): void {
  describe("the way of a task", () => {
    it("begins as received", async () => {
      const source = aSource(await harness.newJob(), { path: "trip/Möwe \0 猫.jpg" });
      expect(await harness.store.receive(source)).toBe("added");
      expect(await harness.store.task(source.taskId)).toEqual({
        ...source,
        state: "received",
        info: null,
        revision: 0,
        outputs: [],
        encodeMs: null,
        peakBytes: null,
        sequence: expect.any(Number),
      });
      expect(await harness.store.task(anId())).toBeNull();
    });

    it("is not changed by a second source of the same id", async () => {
      const source = aSource(await harness.newJob());
      await harness.store.receive(source);
      const before = await harness.taskOf(source.taskId);
      expect(await harness.store.receive({ ...source, path: "other.jpg", sourceBytes: 5 })).toBe("existing");
      expect(await harness.taskOf(source.taskId)).toEqual(before);
      expect((await harness.store.totals(source.jobId)).files).toBe(1);
    });

    it.each(["sealed", "finished", "cancelled"] as const)("is not taken by a job that is %s", async (state) => {
      const jobId = await harness.newJob();
      const [early, late] = [aSource(jobId), aSource(jobId)];
      await harness.store.receive(early);
      // Asked for at the same time: what was asked for first decides.
      expect(await Promise.all([harness.store.setJobState(jobId, state, null), harness.store.receive(late)])).toEqual([
        undefined,
        "closed",
      ]);
      expect(await harness.store.receive(early)).toBe("existing");
      expect(await harness.store.task(late.taskId)).toBeNull();
      expect((await harness.store.totals(jobId)).files).toBe(1);
    });

    it("is not taken where its job is unknown", async () => {
      const source = aSource(anId());
      expect(await harness.store.receive(source)).toBe("closed");
      expect(await harness.store.task(source.taskId)).toBeNull();
    });

    it("is not taken above its job's limits, whatever comes at the same time", async () => {
      const [jobId, other] = [await harness.newJob(), await harness.newJob()];
      await harness.received(other, { sourceBytes: 5000 });
      const receive = (files: number, bytes: number, sizes: readonly number[]) =>
        Promise.all(sizes.map((sourceBytes) => harness.store.receive(aSource(jobId, { sourceBytes }), { files, bytes })));
      expect(await receive(10, 1000, [600, 500, 400, 1, 0])).toEqual(["added", "jobTooLarge", "added", "jobTooLarge", "added"]);
      expect(await receive(4, 1100, [50, 50])).toEqual(["added", "tooManyFiles"]);
      expect(await harness.store.totals(jobId)).toMatchObject({ files: 4, sourceBytes: 1050 });
      expect(await harness.store.tasks(jobId, { offset: 0, limit: 10 })).toHaveLength(4);
    });

    it("is there already, also where its job is full by now", async () => {
      const source = aSource(await harness.newJob());
      const limits = { files: 1, bytes: source.sourceBytes };
      expect(await harness.store.receive(source, limits)).toBe("added");
      expect(await harness.store.receive(source, limits)).toBe("existing");
    });

    it("is queued once it is inspected", async () => {
      const taskId = await harness.received(await harness.newJob());
      await harness.store.setInspected(taskId, anInfo);
      expect(await harness.taskOf(taskId)).toMatchObject({ state: "queued", info: anInfo });
    });

    it("ignores an inspection that comes late or for an unknown task", async () => {
      const taskId = await harness.received(await harness.newJob());
      await harness.store.end(withoutFile(taskId, cancelled));
      const before = await harness.taskOf(taskId);
      await harness.store.setInspected(taskId, anInfo);
      await harness.store.setInspected(anId(), anInfo);
      expect(await harness.taskOf(taskId)).toEqual(before);
    });

    it.each([
      ["optimized", optimized()],
      ["keptOriginal", keptOriginal],
    ] as const)("ends %s with its file", async (state, result) => {
      const taskId = await harness.received(await harness.newJob());
      await harness.store.setInspected(taskId, anInfo);
      const end = delivered(taskId, { result, key: "results/1", paths: ["a.webp"] });
      expect(await harness.store.end({ ...end, encodeMs: 3.25, peakBytes: 5e6 })).toBe("stored");
      expect(await harness.taskOf(taskId)).toMatchObject({
        state,
        outputs: [{ result, key: "results/1", path: "a.webp" }],
        encodeMs: 3.25,
        peakBytes: 5e6,
      });
    });

    it.each([
      ["failed", failed],
      ["cancelled", cancelled],
    ] as const)("ends %s without a file, from received and from queued", async (state, result) => {
      const jobId = await harness.newJob();
      const [first, second] = [await harness.received(jobId), await harness.received(jobId)];
      await harness.store.setInspected(second, anInfo);
      for (const taskId of [first, second]) {
        expect(await harness.store.end(withoutFile(taskId, result))).toBe("stored");
        expect(await harness.taskOf(taskId)).toMatchObject({ state, outputs: [{ result, path: null, key: null }] });
      }
    });

    it("ends exactly once", async () => {
      const taskId = await harness.received(await harness.newJob());
      expect(await Promise.all([harness.store.end(delivered(taskId)), harness.store.end(withoutFile(taskId, failed))])).toEqual([
        "stored",
        "alreadyEnded",
      ]);
      const ended = await harness.taskOf(taskId);
      expect(ended.state).toBe("optimized");
      expect(await harness.store.end(delivered(taskId, { key: "results/late" }))).toBe("alreadyEnded");
      expect(await harness.taskOf(taskId)).toEqual(ended);
    });

    it("says so where the task that ends is unknown", async () => {
      expect(await harness.store.end(delivered(anId()))).toBe("unknown");
    });

    it("refuses a delivered end without a file, and a file without delivery", async () => {
      const taskId = await harness.received(await harness.newJob());
      await expect(harness.store.end(delivered(taskId, { key: null }))).rejects.toThrow();
      await expect(harness.store.end(delivered(taskId, { result: failed }))).rejects.toThrow();
      expect((await harness.taskOf(taskId)).state).toBe("received");
    });

    it("goes back to queued from failed and cancelled, or to received where it was never inspected", async () => {
      const jobId = await harness.newJob();
      const [inspected, uninspected] = [await harness.received(jobId), await harness.received(jobId)];
      await harness.store.setInspected(inspected, anInfo);
      await harness.store.end({ ...withoutFile(inspected, failed), encodeMs: 4, peakBytes: 7 });
      await harness.store.end(withoutFile(uninspected, cancelled));
      expect(await harness.store.reopen(inspected)).toEqual([]);
      expect(await harness.store.reopen(uninspected)).toEqual([]);
      expect(await harness.taskOf(inspected)).toMatchObject({
        state: "queued",
        info: anInfo,
        outputs: [],
        encodeMs: null,
        peakBytes: null,
      });
      expect(await harness.taskOf(uninspected)).toMatchObject({ state: "received", info: null, outputs: [] });
      expect(await harness.store.end(delivered(inspected))).toBe("stored");
    });

    it("does not go back from any other state", async () => {
      const jobId = await harness.newJob();
      const [active, done] = [await harness.received(jobId), await harness.received(jobId)];
      await harness.store.end(delivered(done));
      const before = [await harness.taskOf(active), await harness.taskOf(done)];
      expect(await Promise.all([active, done, anId()].map((taskId) => harness.store.reopen(taskId)))).toEqual([null, null, null]);
      expect([await harness.taskOf(active), await harness.taskOf(done)]).toEqual(before);
    });
  });
}
