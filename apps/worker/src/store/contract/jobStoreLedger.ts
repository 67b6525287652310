import { describe, expect, it } from "vitest";
import { delivered, failed, keptOriginal, optimized, settingsOf, withFile } from "../testing/samples.ts";
import type { JobStoreHarness } from "./jobStoreHarness.ts";

const sha256 = (digit: number): string => String(digit).repeat(64);

/** The end of a task with a file that is another's as well. */
const reusing = (taskId: string, key: string) =>
  delivered(taskId, { result: { ...optimized(), reused: true }, key, ledgerKey: "made so" });

/** Describes what every JobStore knows of outputs that were made before. */
export function describeLedger(harness: JobStoreHarness): void {
  /** A task of a new job that ended with the file `key`, to be found under `made so`. */
  async function made(key: string, owner?: string): Promise<{ readonly jobId: string; readonly taskId: string }> {
    const jobId = await harness.newJob(undefined, owner);
    const taskId = await harness.received(jobId);
    await harness.store.end(delivered(taskId, { key, ledgerKey: "made so" }));
    return { jobId, taskId };
  }

  const known = (...ledgerKeys: string[]) => harness.store.knownOutputs("owner", ledgerKeys);

  describe("an output", () => {
    it("is found under its key, in the order of the keys asked for", async () => {
      await made("r1");
      expect(await known("something else", "made so")).toEqual([null, { result: optimized(), key: "r1" }]);
      expect(await known()).toEqual([]);
    });

    it("that kept its original is found too; one that failed and one without a key are not", async () => {
      const jobId = await harness.newJob(settingsOf(3));
      const taskId = await harness.received(jobId, { sourceKey: "s1" });
      const outputs = [
        withFile({ result: keptOriginal, key: "s1", ledgerKey: "kept" }),
        withFile(),
        { result: failed, key: null, paths: [], ledgerKey: "failed" },
      ];
      await harness.store.end({ taskId, outputs, encodeMs: 1 });
      expect(await known("kept", "failed")).toEqual([{ result: keptOriginal, key: "s1" }, null]);
    });

    it("is found by its owner alone", async () => {
      await made("r1", "another");
      expect(await known("made so")).toEqual([null]);
      expect(await harness.store.knownOutputs("another", ["made so"])).toHaveLength(1);
    });

    it("is found after a restart, and no more once its job is deleted or its file was forgotten", async () => {
      const { jobId } = await made("r1");
      await harness.reopen();
      expect(await known("made so")).toEqual([{ result: optimized(), key: "r1" }]);
      await harness.store.forgetFile("r1");
      expect(await known("made so")).toEqual([null]);
      await made("r2");
      await harness.deleted(jobId);
      expect(await known("made so")).toEqual([{ result: optimized(), key: "r2" }]);
    });

    it("is forgotten as its job is: from the deletion's first slice on", async () => {
      const { jobId } = await made("r1");
      const deletion = harness.store.deleteJob(jobId)[Symbol.asyncIterator]();
      await deletion.next();
      expect(await known("made so")).toEqual([null]);
      while (!(await deletion.next()).done);
    });
  });

  describe("a file that several outputs have", () => {
    it("is given back with the last of them, in whatever order they go", async () => {
      for (const order of [
        [0, 1],
        [1, 0],
      ] as const) {
        const first = await made("shared");
        const jobId = await harness.newJob();
        expect(await harness.store.end(reusing(await harness.received(jobId, { sourceKey: "s" }), "shared"))).toBe("stored");
        const jobs = [first.jobId, jobId];
        expect(await harness.deleted(jobs[order[0]] ?? "")).not.toContain("shared");
        expect(await known("made so")).toMatchObject([{ key: "shared" }]);
        expect(await harness.deleted(jobs[order[1]] ?? "")).toContain("shared");
        expect(await known("made so")).toEqual([null]);
      }
    });

    it("that is nobody's any more ends no task", async () => {
      const { jobId } = await made("r1");
      await harness.deleted(jobId);
      const taskId = await harness.received(await harness.newJob());
      expect(await harness.store.end(reusing(taskId, "r1"))).toBe("gone");
      expect(await harness.taskOf(taskId)).toMatchObject({ state: "received", outputs: [] });
      expect(await harness.store.end(delivered(taskId))).toBe("stored");
      expect(await harness.store.end(reusing(taskId, "r1"))).toBe("alreadyEnded");
    });

    it("is counted for each of them, and as known where it was reused", async () => {
      await made("r1");
      const jobId = await harness.newJob();
      await harness.store.end(reusing(await harness.received(jobId), "r1"));
      await harness.store.end(delivered(await harness.received(jobId)));
      expect(await harness.store.totals(jobId)).toMatchObject({ files: 2, outputs: 2, known: 1 });
    });

    it("stays where a task of one of them is tried again", async () => {
      await made("r1");
      const jobId = await harness.newJob(settingsOf(2));
      const taskId = await harness.received(jobId);
      const { outputs } = reusing(taskId, "r1");
      await harness.store.end({ taskId, outputs: [...outputs, { result: failed, key: null, paths: [] }], encodeMs: 1 });
      expect(await harness.store.reopen(taskId)).toEqual([]);
    });
  });

  describe("a file that was made", () => {
    const makes = async (hash: string, treatment: string) => {
      const jobId = await harness.newJob();
      await harness.store.end(delivered(await harness.received(jobId), { made: { sha256: hash, treatment } }));
      return jobId;
    };

    it("is known by its bytes with each of its treatments, also after its job and a restart", async () => {
      const jobId = await makes(sha256(1), "plain");
      await makes(sha256(1), "plain");
      await makes(sha256(1), "quality 40");
      await harness.deleted(jobId);
      await harness.reopen();
      expect([...(await harness.store.treatmentsOf(sha256(1)))].sort()).toEqual(["plain", "quality 40"]);
      expect(await harness.store.treatmentsOf(sha256(2))).toEqual([]);
    });

    it("is not known where its task's end was not stored", async () => {
      const taskId = await harness.received(await harness.newJob());
      await harness.store.end(delivered(taskId));
      await harness.store.end(delivered(taskId, { made: { sha256: sha256(3), treatment: "plain" } }));
      expect(await harness.store.treatmentsOf(sha256(3))).toEqual([]);
    });
  });
}
