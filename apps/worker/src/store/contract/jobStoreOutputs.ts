import { isDelivered, outputPaths } from "@pixelmill/core";
import { describe, expect, it } from "vitest";
import { anInfo, cancelled, failed, keptOriginal, optimized, settingsOf, withFile, withoutFile } from "../testing/samples.ts";
import type { JobStoreHarness } from "./jobStoreHarness.ts";

const lost = { result: failed, key: null, paths: [] };

/** Describes what every JobStore does with several outputs of one task. */
export function describeOutputs(harness: JobStoreHarness): void {
  describe("several outputs", () => {
    it("keep their order, each with its result, path and key", async () => {
      const taskId = await harness.received(await harness.newJob(settingsOf(3)));
      const outputs = [
        withFile({ key: "r1", paths: ["z.avif"] }),
        withFile({ key: "s1", paths: ["a.jpg"], result: keptOriginal }),
        withFile({ key: "r2", paths: ["m-320.webp"], result: optimized(5) }),
      ];
      expect(await harness.store.end({ taskId, outputs, encodeMs: 30 })).toBe("stored");
      expect(await harness.taskOf(taskId)).toMatchObject({
        state: "optimized",
        encodeMs: 30,
        outputs: [
          { result: optimized(), key: "r1", path: "z.avif" },
          { result: keptOriginal, key: "s1", path: "a.jpg" },
          { result: optimized(5), key: "r2", path: "m-320.webp" },
        ],
      });
    });

    it("are delivered where another of the same task failed", async () => {
      const jobId = await harness.newJob(settingsOf(2));
      const taskId = await harness.received(jobId, { sourceBytes: 900 });
      await harness.store.end({ taskId, outputs: [lost, withFile({ key: "r", paths: ["a.webp"] })], encodeMs: 1 });
      const { state, outputs } = await harness.taskOf(taskId);
      expect(state).toBe("failed");
      expect(outputs).toEqual([
        { result: failed, key: null, path: null },
        { result: optimized(), key: "r", path: "a.webp" },
      ]);
      const totals = await harness.store.totals(jobId);
      expect(totals).toMatchObject({ files: 1, sourceBytes: 900, deliveredSourceBytes: 900, outputs: 1, outputBytes: 600 });
      expect(totals.states).toMatchObject({ failed: 1, optimized: 0 });
    });

    it("count their source once, and each of themselves", async () => {
      const jobId = await harness.newJob(settingsOf(3));
      const taskId = await harness.received(jobId, { sourceBytes: 5000 });
      const outputs = [100, 200, 300].map((bytes) => withFile({ result: optimized(bytes) }));
      await harness.store.end({ taskId, outputs, encodeMs: 1 });
      expect(await harness.store.totals(jobId)).toMatchObject({
        files: 1,
        sourceBytes: 5000,
        deliveredSourceBytes: 5000,
        outputs: 3,
        outputBytes: 600,
      });
    });

    it("of one task never share a path", async () => {
      const taskId = await harness.received(await harness.newJob(settingsOf(3)));
      const paths = () => outputPaths("a.png", "png", "webp");
      await harness.store.end({ taskId, outputs: [1, 2, 3].map(() => withFile({ paths: paths() })), encodeMs: 1 });
      expect((await harness.taskOf(taskId)).outputs.map(({ path }) => path)).toEqual(["a.webp", "a-png.webp", "a-png-2.webp"]);
    });

    it("are stored together or not at all", async () => {
      const jobId = await harness.newJob(settingsOf(2));
      const [taken, taskId] = [await harness.received(jobId), await harness.received(jobId)];
      await harness.store.end({ taskId: taken, outputs: [withFile({ paths: ["a.webp"] }), lost], encodeMs: 1 });
      const before = [await harness.taskOf(taskId), await harness.store.totals(jobId)];
      const outputs = [withFile({ paths: ["b.webp"] }), withFile({ paths: ["a.webp"] })];
      await expect(harness.store.end({ taskId, outputs, encodeMs: 1 })).rejects.toThrow();
      expect([await harness.taskOf(taskId), await harness.store.totals(jobId)]).toEqual(before);
      expect(await harness.store.end({ taskId, outputs: [withFile({ paths: ["b.webp"] }), lost], encodeMs: 1 })).toBe("stored");
    });

    it.each([0, 1, 3])("are as many as the job asks for: two, not %d", async (count) => {
      const taskId = await harness.received(await harness.newJob(settingsOf(2)));
      await expect(harness.store.end(withoutFile(taskId, cancelled, count))).rejects.toThrow();
      expect((await harness.taskOf(taskId)).state).toBe("received");
    });

    it("are gone with a new try, which gives the keys that were theirs alone", async () => {
      const jobId = await harness.newJob(settingsOf(4));
      const taskId = await harness.received(jobId, { sourceKey: "s1" });
      await harness.store.setInspected(taskId, anInfo);
      const other = await harness.received(jobId, { sourceKey: "s2" });
      const files = ["r1", "s1", "shared"].map((key) => withFile({ key, paths: [`${key}.webp`] }));
      await harness.store.end({ taskId, outputs: [...files, lost], encodeMs: 1 });
      await harness.store.end({ taskId: other, outputs: [withFile({ key: "shared" }), lost, lost, lost], encodeMs: 1 });
      expect(await harness.store.reopen(taskId)).toEqual(["r1"]);
      expect(await harness.taskOf(taskId)).toMatchObject({ state: "queued", outputs: [], encodeMs: null });
      expect(await harness.store.totals(jobId)).toMatchObject({ files: 2, outputs: 1 });
      const again = await harness.store.end({ taskId, outputs: [...files, lost], encodeMs: 1 });
      expect([again, (await harness.taskOf(taskId)).outputs[0]?.path]).toEqual(["stored", "r1.webp"]);
    });

    it("are all among the blob keys, and go with their job", async () => {
      const jobId = await harness.newJob(settingsOf(2));
      const taskId = await harness.received(jobId, { sourceKey: "s1" });
      await harness.store.end({ taskId, outputs: [withFile({ key: "r1" }), withFile({ key: "r2" })], encodeMs: 1 });
      expect((await Array.fromAsync(harness.store.blobKeys())).toSorted()).toEqual(["r1", "r2", "s1"]);
      expect((await harness.deleted(jobId)).toSorted()).toEqual(["r1", "r2", "s1"]);
      expect(await Array.fromAsync(harness.store.blobKeys())).toEqual([]);
    });

    it("come with the tasks of every list", async () => {
      const jobId = await harness.newJob(settingsOf(2));
      const taskId = await harness.received(jobId);
      await harness.store.end({ taskId, outputs: [withFile(), withFile()], encodeMs: 1 });
      const [listed, changed] = [
        await harness.store.tasks(jobId, { offset: 0, limit: 9 }),
        await harness.store.changes(jobId, 0, 9),
      ];
      for (const [task] of [listed, changed]) {
        expect(task).toEqual(await harness.taskOf(taskId));
        expect(task?.outputs.every(({ result }) => isDelivered(result))).toBe(true);
      }
    });
  });
}
