import { type Id, isDelivered, type JobStore, outputPaths, type TaskRecord } from "@pixelmill/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  aJob,
  anId,
  anInfo,
  aSource,
  cancelled,
  delivered,
  failed,
  keptOriginal,
  optimized,
  withoutFile,
} from "./testing/samples.ts";

/** An implementation under test. */
export interface JobStoreUnderTest {
  readonly store: JobStore;
  /** Closes the store and opens it again with what it holds. */
  reopen(): Promise<JobStore>;
  discard(): Promise<void>;
}

/** What every implementation of the port JobStore holds to. Describes its tests; each runs on a new, empty store. */
export function jobStoreContract(name: string, create: () => Promise<JobStoreUnderTest>): void {
  describe(`${name} as a JobStore`, () => {
    let subject: JobStoreUnderTest;
    let store: JobStore;

    beforeEach(async () => {
      subject = await create();
      store = subject.store;
    });
    afterEach(() => subject.discard());

    const newJob = async () => {
      const job = aJob();
      await store.createJob(job);
      return job.id;
    };
    const received = async (jobId: Id, changes: Parameters<typeof aSource>[1] = {}) => {
      const source = aSource(jobId, changes);
      await store.receive(source);
      return source.taskId;
    };
    const taskOf = async (taskId: Id): Promise<TaskRecord> => {
      const task = await store.task(taskId);
      if (task === null) throw new Error(`no task ${taskId}`);
      return task;
    };
    const endWithPaths = async (jobId: Id, paths: Iterable<string>) => {
      const taskId = await received(jobId);
      await store.end(delivered(taskId, { outputPaths: paths }));
      return (await taskOf(taskId)).outputPath;
    };

    describe("jobs", () => {
      it("gives back what was stored", async () => {
        const job = aJob({
          priority: "background",
          settings: { ...aJob().settings, format: "avif", resize: { mode: "longest", pixels: 99 } },
        });
        await store.createJob(job);
        expect(await store.job(job.id)).toEqual(job);
        expect(await store.job(anId())).toBeNull();
      });

      it("refuses a second job of the same id and keeps the first", async () => {
        const job = aJob();
        await store.createJob(job);
        await expect(store.createJob({ ...job, owner: "other" })).rejects.toThrow();
        expect(await store.job(job.id)).toEqual(job);
      });

      it("lists an owner's jobs and no other's, the newest first", async () => {
        const [first, second, third, foreign] = [
          aJob(),
          aJob({ createdAt: 1_800_000_000_000 }),
          aJob(),
          aJob({ owner: "other" }),
        ];
        for (const job of [first, second, third, foreign]) await store.createJob(job);
        expect(await store.jobs("owner")).toEqual([second, third, first]);
        expect(await store.jobs("nobody")).toEqual([]);
      });

      it("lists open and sealed jobs of all owners as active, the oldest first", async () => {
        const jobs = [aJob({ createdAt: 3, owner: "other" }), aJob({ createdAt: 1, state: "sealed" }), aJob({ createdAt: 2 })];
        for (const job of [...jobs, aJob({ state: "finished" }), aJob({ state: "cancelled" })]) await store.createJob(job);
        expect((await store.activeJobs()).map(({ createdAt }) => createdAt)).toEqual([1, 2, 3]);
      });

      it("changes a job's state, and nothing for an unknown job", async () => {
        const jobId = await newJob();
        await store.setJobState(jobId, "finished", 5);
        expect(await store.job(jobId)).toMatchObject({ state: "finished", finishedAt: 5 });
        await store.setJobState(jobId, "sealed", null);
        expect(await store.job(jobId)).toMatchObject({ state: "sealed", finishedAt: null });
        await store.setJobState(anId(), "finished", 5);
      });
    });

    describe("the way of a task", () => {
      it("begins as received", async () => {
        const source = aSource(await newJob(), { path: "trip/Möwe \0 猫.jpg" });
        expect(await store.receive(source)).toBe("added");
        expect(await store.task(source.taskId)).toEqual({
          ...source,
          state: "received",
          info: null,
          result: null,
          outputPath: null,
          outputKey: null,
          encodeMs: null,
          sequence: expect.any(Number),
        });
        expect(await store.task(anId())).toBeNull();
      });

      it("is not changed by a second source of the same id", async () => {
        const source = aSource(await newJob());
        await store.receive(source);
        const before = await taskOf(source.taskId);
        expect(await store.receive({ ...source, path: "other.jpg", sourceBytes: 5 })).toBe("existing");
        expect(await taskOf(source.taskId)).toEqual(before);
        expect((await store.totals(source.jobId)).files).toBe(1);
      });

      it("is refused where its job is unknown", async () => {
        const source = aSource(anId());
        await expect(store.receive(source)).rejects.toThrow();
        expect(await store.task(source.taskId)).toBeNull();
      });

      it("is queued once it is inspected", async () => {
        const taskId = await received(await newJob());
        await store.setInspected(taskId, anInfo);
        expect(await taskOf(taskId)).toMatchObject({ state: "queued", info: anInfo });
      });

      it("ignores an inspection that comes late or for an unknown task", async () => {
        const taskId = await received(await newJob());
        await store.end(withoutFile(taskId, cancelled));
        const before = await taskOf(taskId);
        await store.setInspected(taskId, anInfo);
        await store.setInspected(anId(), anInfo);
        expect(await taskOf(taskId)).toEqual(before);
      });

      it.each([
        ["optimized", optimized()],
        ["keptOriginal", keptOriginal],
      ] as const)("ends %s with its file", async (state, result) => {
        const taskId = await received(await newJob());
        await store.setInspected(taskId, anInfo);
        expect(
          await store.end(delivered(taskId, { result, outputKey: "results/1", outputPaths: ["a.webp"], encodeMs: 3.25 })),
        ).toBe("stored");
        expect(await taskOf(taskId)).toMatchObject({
          state,
          result,
          outputKey: "results/1",
          outputPath: "a.webp",
          encodeMs: 3.25,
        });
      });

      it.each([
        ["failed", failed],
        ["cancelled", cancelled],
      ] as const)("ends %s without a file, from received and from queued", async (state, result) => {
        const jobId = await newJob();
        const [first, second] = [await received(jobId), await received(jobId)];
        await store.setInspected(second, anInfo);
        for (const taskId of [first, second]) {
          expect(await store.end(withoutFile(taskId, result))).toBe("stored");
          expect(await taskOf(taskId)).toMatchObject({ state, result, outputPath: null, outputKey: null });
        }
      });

      it("ends exactly once", async () => {
        const taskId = await received(await newJob());
        expect(await Promise.all([store.end(delivered(taskId)), store.end(withoutFile(taskId, failed))])).toEqual([
          "stored",
          "alreadyEnded",
        ]);
        const ended = await taskOf(taskId);
        expect(ended.state).toBe("optimized");
        expect(await store.end(delivered(taskId, { outputKey: "results/late" }))).toBe("alreadyEnded");
        expect(await taskOf(taskId)).toEqual(ended);
      });

      it("says so where the task that ends is unknown", async () => {
        expect(await store.end(delivered(anId()))).toBe("unknown");
      });

      it("refuses a delivered end without a file, and a file without delivery", async () => {
        const taskId = await received(await newJob());
        await expect(store.end(delivered(taskId, { outputKey: null }))).rejects.toThrow();
        await expect(store.end(delivered(taskId, { result: failed }))).rejects.toThrow();
        expect((await taskOf(taskId)).state).toBe("received");
      });

      it("goes back to queued from failed and cancelled, or to received where it was never inspected", async () => {
        const jobId = await newJob();
        const [inspected, uninspected] = [await received(jobId), await received(jobId)];
        await store.setInspected(inspected, anInfo);
        await store.end({ ...withoutFile(inspected, failed), encodeMs: 4 });
        await store.end(withoutFile(uninspected, cancelled));
        expect(await store.reopen(inspected)).toBe(true);
        expect(await store.reopen(uninspected)).toBe(true);
        expect(await taskOf(inspected)).toMatchObject({ state: "queued", info: anInfo, result: null, encodeMs: null });
        expect(await taskOf(uninspected)).toMatchObject({ state: "received", info: null, result: null });
        expect(await store.end(delivered(inspected))).toBe("stored");
      });

      it("does not go back from any other state", async () => {
        const jobId = await newJob();
        const [active, done] = [await received(jobId), await received(jobId)];
        await store.end(delivered(done));
        const before = [await taskOf(active), await taskOf(done)];
        expect(await Promise.all([active, done, anId()].map((taskId) => store.reopen(taskId)))).toEqual([false, false, false]);
        expect([await taskOf(active), await taskOf(done)]).toEqual(before);
      });
    });

    describe("output paths", () => {
      it("are the first that is free in the job", async () => {
        const jobId = await newJob();
        expect(await endWithPaths(jobId, ["a.webp", "a-png.webp"])).toBe("a.webp");
        expect(await endWithPaths(jobId, ["a.webp", "a-jpg.webp"])).toBe("a-jpg.webp");
        expect(await endWithPaths(jobId, ["a.webp", "a-jpg.webp", "a-jpg-2.webp"])).toBe("a-jpg-2.webp");
        expect(await endWithPaths(await newJob(), ["a.webp"])).toBe("a.webp");
      });

      it.each([
        ["letter case", "Trip/Möwe.webp", "tRIP/MÖWE.WEBP"],
        ["composition", "Am\u00e9lie.webp", "Ame\u0301lie.webp"],
        ["sharp s", "straße.webp", "STRASSE.webp"],
        ["a file where the other has a folder", "a.webp/b.webp", "a.webp"],
        ["a folder where the other has a file", "trip/a.webp", "trip/A.webp/b/c.webp"],
      ])("do not differ in %s alone", async (_, taken, wished) => {
        const jobId = await newJob();
        expect(await endWithPaths(jobId, [taken])).toBe(taken);
        expect(await endWithPaths(jobId, [wished, "free.webp"])).toBe("free.webp");
      });

      it("may share folders and beginnings", async () => {
        const jobId = await newJob();
        for (const path of ["a/b.webp", "a/c.webp", "a.webp", "a/b/c.webp", "a/b-c.webp"])
          expect(await endWithPaths(jobId, [path])).toBe(path);
      });

      it("stay apart where many files have one path", async () => {
        const jobId = await newJob();
        const paths = [];
        for (let count = 0; count < 40; count += 1) paths.push(await endWithPaths(jobId, outputPaths("a.png", "png", "webp")));
        expect(paths).toEqual(["a.webp", "a-png.webp", ...Array.from({ length: 38 }, (_, at) => `a-png-${at + 2}.webp`)]);
        expect(await endWithPaths(jobId, outputPaths("a.jpg", "jpeg", "webp"))).toBe("a-jpg.webp");
      });

      it("are chosen among writes of the same moment as among others", async () => {
        const jobId = await newJob();
        const chosen = await Promise.all([1, 2, 3].map(() => endWithPaths(jobId, outputPaths("a.png", "png", "png"))));
        expect(chosen.toSorted()).toEqual(["a-2.png", "a-3.png", "a.png"]);
      });

      it("that run out fail that end alone", async () => {
        const jobId = await newJob();
        await endWithPaths(jobId, ["a.webp"]);
        const taskId = await received(jobId);
        await expect(store.end(delivered(taskId, { outputPaths: ["A.webp"] }))).rejects.toThrow();
        expect((await taskOf(taskId)).state).toBe("received");
      });
    });

    describe("lists", () => {
      it("give tasks in order of arrival, by page and by state", async () => {
        const jobId = await newJob();
        const ids: Id[] = [];
        for (let count = 0; count < 7; count += 1) ids.push(await received(jobId));
        await received(await newJob());
        for (const at of [5, 1, 3]) await store.end(withoutFile(ids[at] ?? "", at === 3 ? failed : cancelled));
        const listed = async (page: Parameters<JobStore["tasks"]>[1]) =>
          (await store.tasks(jobId, page)).map(({ taskId }) => ids.indexOf(taskId));
        expect(await listed({ offset: 0, limit: 100 })).toEqual([0, 1, 2, 3, 4, 5, 6]);
        expect(await listed({ offset: 2, limit: 3 })).toEqual([2, 3, 4]);
        expect(await listed({ offset: 7, limit: 3 })).toEqual([]);
        expect(await listed({ states: ["cancelled", "failed"], offset: 0, limit: 2 })).toEqual([1, 3]);
        expect(await listed({ states: ["cancelled", "failed"], offset: 2, limit: 2 })).toEqual([5]);
        expect(await listed({ states: ["running"], offset: 0, limit: 2 })).toEqual([]);
        expect(await listed({ states: [], offset: 0, limit: 2 })).toEqual([]);
      });

      it("give changes in their order, each task once at its last change", async () => {
        const jobId = await newJob();
        const [a, b, c] = [await received(jobId), await received(jobId), await received(jobId)];
        await received(await newJob());
        await store.setInspected(a, anInfo);
        await store.end(withoutFile(b, failed));
        await store.reopen(b);
        const changed = async (since: number, limit: number) => await store.changes(jobId, since, limit);
        expect((await changed(0, 10)).map(({ taskId }) => taskId)).toEqual([c, a, b]);
        const [first] = await changed(0, 1);
        expect((await changed(first?.sequence ?? 0, 10)).map(({ taskId }) => taskId)).toEqual([a, b]);
        expect(await changed((await taskOf(b)).sequence, 10)).toEqual([]);
      });
    });

    describe("the sequence", () => {
      it("grows with every change of any task of any job", async () => {
        const [a, b] = [await received(await newJob()), await received(await newJob())];
        const seen = [(await taskOf(a)).sequence, (await taskOf(b)).sequence];
        await store.setInspected(a, anInfo);
        seen.push((await taskOf(a)).sequence);
        await store.end(withoutFile(a, failed));
        seen.push((await taskOf(a)).sequence);
        await store.reopen(a);
        seen.push((await taskOf(a)).sequence);
        expect(seen).toEqual([...new Set(seen)].toSorted((one, other) => one - other));
        expect(seen[0]).toBeGreaterThan(0);
      });

      it("is never used again, not after a deletion nor after a restart", async () => {
        const jobId = await newJob();
        const last = (await taskOf(await received(jobId))).sequence;
        await store.deleteJob(jobId);
        store = await subject.reopen();
        expect((await taskOf(await received(await newJob()))).sequence).toBeGreaterThan(last);
      });
    });

    describe("totals", () => {
      it("are zero for a job without tasks and for an unknown one", async () => {
        for (const jobId of [await newJob(), anId()]) {
          const totals = await store.totals(jobId);
          expect(totals).toMatchObject({ files: 0, sourceBytes: 0, deliveredSourceBytes: 0, outputBytes: 0 });
          expect(Object.values(totals.states)).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
        }
      });

      it("sum up sources, delivered sources and outputs", async () => {
        const jobId = await newJob();
        const ids = [];
        for (const sourceBytes of [1000, 200, 30, 4, 1]) ids.push(await received(jobId, { sourceBytes }));
        const [a = "", b = "", c = "", d = ""] = ids;
        await store.setInspected(d, anInfo);
        await store.end(delivered(a, { result: optimized(70) }));
        await store.end(delivered(b, { result: keptOriginal }));
        await store.end(withoutFile(c, failed));
        const totals = await store.totals(jobId);
        expect(totals).toMatchObject({ files: 5, sourceBytes: 1235, deliveredSourceBytes: 1200, outputBytes: 1070 });
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

    describe("deletion", () => {
      it("forgets the job and its tasks, and no other's", async () => {
        const [jobId, otherId] = [await newJob(), await newJob()];
        const [taskId, otherTaskId] = [await received(jobId), await received(otherId)];
        await store.deleteJob(jobId);
        expect([await store.job(jobId), await store.task(taskId)]).toEqual([null, null]);
        expect(await store.tasks(jobId, { offset: 0, limit: 9 })).toEqual([]);
        expect((await store.totals(jobId)).files).toBe(0);
        expect(await store.end(delivered(taskId))).toBe("unknown");
        expect((await taskOf(otherTaskId)).jobId).toBe(otherId);
        expect((await store.totals(otherId)).files).toBe(1);
      });

      it("gives the blob keys that were the job's alone, each once", async () => {
        const [jobId, otherId] = [await newJob(), await newJob()];
        await store.end(delivered(await received(jobId, { sourceKey: "s1" }), { outputKey: "r1" }));
        await store.end(delivered(await received(jobId, { sourceKey: "s2" }), { outputKey: "s2", result: keptOriginal }));
        await store.end(delivered(await received(jobId, { sourceKey: "shared1" }), { outputKey: "shared2" }));
        await received(jobId, { sourceKey: "s1" });
        await store.end(delivered(await received(otherId, { sourceKey: "shared2" }), { outputKey: "shared1" }));
        expect([...(await store.deleteJob(jobId))].toSorted()).toEqual(["r1", "s1", "s2"]);
        expect(await store.deleteJob(jobId)).toEqual([]);
      });
    });

    it("gives every blob key that a task refers to", async () => {
      const jobId = await newJob();
      await store.end(delivered(await received(jobId, { sourceKey: "s1" }), { outputKey: "r1" }));
      await store.end(delivered(await received(jobId, { sourceKey: "s2" }), { outputKey: "s2", result: keptOriginal }));
      await received(await newJob(), { sourceKey: "s3" });
      expect((await Array.fromAsync(store.blobKeys())).toSorted()).toEqual(["r1", "s1", "s2", "s3"]);
    });

    it("stores neighbours of a write that fails at the same moment", async () => {
      const jobId = await newJob();
      const sources = [aSource(jobId), aSource(anId()), aSource(jobId)];
      const outcomes = await Promise.allSettled(sources.map((source) => store.receive(source)));
      expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
      const stored = await store.tasks(jobId, { offset: 0, limit: 9 });
      expect(stored.map(({ taskId }) => taskId)).toEqual([sources[0]?.taskId, sources[2]?.taskId]);
      expect((await store.totals(jobId)).files).toBe(2);
    });

    it("holds everything after it was closed and opened again", async () => {
      const jobId = await newJob();
      const [ended, waiting] = [await received(jobId), await received(jobId)];
      await store.end(delivered(ended));
      const before = [await store.job(jobId), await taskOf(ended), await taskOf(waiting), await store.totals(jobId)];
      store = await subject.reopen();
      expect([await store.job(jobId), await taskOf(ended), await taskOf(waiting), await store.totals(jobId)]).toEqual(before);
      expect(isDelivered((await taskOf(ended)).result ?? failed)).toBe(true);
    });

    it("stores what was begun before it was closed, and refuses what comes after", async () => {
      const job = aJob();
      const creating = store.createJob(job);
      await store.close();
      await creating;
      await expect(store.createJob(aJob())).rejects.toThrow();
      store = await subject.reopen();
      expect(await store.job(job.id)).toEqual(job);
    });
  });
}
