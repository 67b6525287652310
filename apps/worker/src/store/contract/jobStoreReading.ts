import type { Id, JobStore } from "@pixelmill/core";
import { describe, expect, it } from "vitest";
import { anId, anInfo, cancelled, delivered, failed, keptOriginal, optimized, withoutFile } from "../testing/samples.ts";
import type { JobStoreHarness } from "./jobStoreHarness.ts";

/** Describes what every JobStore tells of its tasks. */
export function describeReading(harness: JobStoreHarness): void {
  describe("lists", () => {
    it("give tasks in order of arrival, by page and by state", async () => {
      const jobId = await harness.newJob();
      const ids: Id[] = [];
      for (let count = 0; count < 7; count += 1) ids.push(await harness.received(jobId));
      await harness.received(await harness.newJob());
      for (const at of [5, 1, 3]) await harness.store.end(withoutFile(ids[at] ?? "", at === 3 ? failed : cancelled));
      const listed = async (page: Parameters<JobStore["tasks"]>[1]) =>
        (await harness.store.tasks(jobId, page)).map(({ taskId }) => ids.indexOf(taskId));
      expect(await listed({ offset: 0, limit: 100 })).toEqual([0, 1, 2, 3, 4, 5, 6]);
      expect(await listed({ offset: 2, limit: 3 })).toEqual([2, 3, 4]);
      expect(await listed({ offset: 7, limit: 3 })).toEqual([]);
      expect(await listed({ states: ["cancelled", "failed"], offset: 0, limit: 2 })).toEqual([1, 3]);
      expect(await listed({ states: ["cancelled", "failed"], offset: 2, limit: 2 })).toEqual([5]);
      expect(await listed({ states: ["running"], offset: 0, limit: 2 })).toEqual([]);
      expect(await listed({ states: [], offset: 0, limit: 2 })).toEqual([]);
    });

    it("give changes in their order, each task once at its last change", async () => {
      const jobId = await harness.newJob();
      const [a, b, c] = [await harness.received(jobId), await harness.received(jobId), await harness.received(jobId)];
      await harness.received(await harness.newJob());
      await harness.store.setInspected(a, anInfo);
      await harness.store.end(withoutFile(b, failed));
      await harness.store.reopen(b);
      const changed = async (since: number, limit: number) => await harness.store.changes(jobId, since, limit);
      expect((await changed(0, 10)).map(({ taskId }) => taskId)).toEqual([c, a, b]);
      const [first] = await changed(0, 1);
      expect((await changed(first?.sequence ?? 0, 10)).map(({ taskId }) => taskId)).toEqual([a, b]);
      expect(await changed((await harness.taskOf(b)).sequence, 10)).toEqual([]);
    });
  });

  describe("the sequence", () => {
    it("grows with every change of any task of any job", async () => {
      const [a, b] = [await harness.received(await harness.newJob()), await harness.received(await harness.newJob())];
      const seen = [(await harness.taskOf(a)).sequence, (await harness.taskOf(b)).sequence];
      await harness.store.setInspected(a, anInfo);
      seen.push((await harness.taskOf(a)).sequence);
      await harness.store.end(withoutFile(a, failed));
      seen.push((await harness.taskOf(a)).sequence);
      await harness.store.reopen(a);
      seen.push((await harness.taskOf(a)).sequence);
      expect(seen).toEqual([...new Set(seen)].toSorted((one, other) => one - other));
      expect(seen[0]).toBeGreaterThan(0);
    });

    it("is never used again, not after a deletion nor after a restart", async () => {
      const jobId = await harness.newJob();
      const last = (await harness.taskOf(await harness.received(jobId))).sequence;
      await harness.deleted(jobId);
      await harness.reopen();
      expect((await harness.taskOf(await harness.received(await harness.newJob()))).sequence).toBeGreaterThan(last);
    });
  });

  describe("totals", () => {
    it("are zero for a job without tasks and for an unknown one", async () => {
      for (const jobId of [await harness.newJob(), anId()]) {
        const totals = await harness.store.totals(jobId);
        expect(totals).toMatchObject({ files: 0, sourceBytes: 0, deliveredSourceBytes: 0, outputs: 0, outputBytes: 0 });
        expect(Object.values(totals.states)).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
      }
    });

    it("sum up sources, delivered sources and outputs", async () => {
      const jobId = await harness.newJob();
      const ids = [];
      for (const sourceBytes of [1000, 200, 30, 4, 1]) ids.push(await harness.received(jobId, { sourceBytes }));
      const [a = "", b = "", c = "", d = ""] = ids;
      await harness.store.setInspected(d, anInfo);
      await harness.store.end(delivered(a, { result: optimized(70) }));
      await harness.store.end(delivered(b, { result: keptOriginal }));
      await harness.store.end(withoutFile(c, failed));
      const totals = await harness.store.totals(jobId);
      expect(totals).toMatchObject({ files: 5, sourceBytes: 1235, deliveredSourceBytes: 1200, outputs: 2, outputBytes: 1070 });
      expect(totals.states).toEqual({
        received: 1,
        queued: 1,
        assigned: 0,
        running: 0,
        optimized: 1,
        keptOriginal: 1,
        failed: 1,
        cancelled: 0,
      });
    });
  });

  it("gives every blob key that a task refers to", async () => {
    const jobId = await harness.newJob();
    await harness.store.end(delivered(await harness.received(jobId, { sourceKey: "s1" }), { key: "r1" }));
    await harness.store.end(delivered(await harness.received(jobId, { sourceKey: "s2" }), { key: "s2", result: keptOriginal }));
    await harness.received(await harness.newJob(), { sourceKey: "s3" });
    expect((await Array.fromAsync(harness.store.blobKeys())).toSorted()).toEqual(["r1", "s1", "s2", "s3"]);
  });
}
