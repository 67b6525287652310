import { fail, failure, ok, type Result } from "@pixelmill/core";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { expectedFiles } from "./expectedFiles.ts";
import type { KeptFiles } from "./keptFiles.ts";
import { isComplete, restoreUploads } from "./restoreUploads.ts";
import { resumePoints } from "./resumePoints.ts";
import { storage } from "./testing/storage.ts";
import type { UploadItem } from "./uploadState.ts";
import { Uploads } from "./uploads.ts";

const job = "a".repeat(32);
const picked = (path: string, content = "12345") => ({ path, file: new File([content], path, { lastModified: 1 }) });
const settled = () => new Promise((resolve) => setTimeout(resolve));

describe("Uploads", () => {
  beforeEach(() => {
    vi.unstubAllGlobals();
    vi.stubGlobal("localStorage", storage());
  });

  function setUp(answer: (item: UploadItem) => Result<null> = () => ok(null), kept?: KeptFiles) {
    const [sealed, settledJobs]: [string[], string[]] = [[], []];
    const sent: UploadItem[] = [];
    const uploads = new Uploads({
      intervalMs: 0,
      seal: (jobId) => sealed.push(jobId),
      settled: (jobId) => settledJobs.push(jobId),
      ...(kept === undefined ? {} : { kept }),
      send: async (item) => {
        sent.push(item);
        return answer(item);
      },
      wait: () => new Promise(() => {}),
    });
    return { uploads, sealed, settledJobs, sent };
  }

  it("seals the job once all its files have ended", async () => {
    const { uploads, sealed } = setUp();
    uploads.add(job, [picked("a.jpg"), picked("b.jpg"), picked("c.jpg"), picked("d.jpg"), picked("e.jpg")]);
    expect(sealed).toEqual([]);
    await settled();
    expect(sealed).toEqual([job]);
    expect(uploads.of(job)).toMatchObject({ pending: 0, sentBytes: 25, totalBytes: 25 });
  });

  it("seals a job too whose last file was refused", async () => {
    const { uploads, sealed } = setUp(({ path }) =>
      path === "b.jpg" ? fail(failure("fileTooLarge", { limit: "1 B" })) : ok(null),
    );
    uploads.add(job, [picked("a.jpg"), picked("b.jpg")]);
    await settled();
    expect(sealed).toEqual([job]);
    expect([...uploads.of(job).byTask.values()].map(({ state }) => state.kind)).toEqual(["sent", "failed"]);
  });

  it("drops the other files of a job that takes no more", async () => {
    const { uploads, sealed, sent } = setUp(() => fail(failure("jobSealed")));
    uploads.add(
      job,
      Array.from({ length: 50 }, (_, i) => picked(`${i}.jpg`)),
    );
    await settled();
    expect(sent.length).toBeLessThanOrEqual(4);
    expect(uploads.isSending(job)).toBe(false);
    expect(sealed).toEqual([]);
  });

  it("counts what waits for the service as pending, so that leaving the page is asked about", async () => {
    const { uploads } = setUp(() => fail(failure("unavailable")));
    uploads.add(job, [picked("a.jpg")]);
    await settled();
    expect(uploads.unkept).toBe(1);
    uploads.cancel(job);
    expect(uploads.unkept).toBe(0);
    expect(uploads.of(job).byTask.size).toBe(0);
  });

  it("remembers how many files were to come, those on the server included", () => {
    const { uploads } = setUp();
    uploads.add(job, [picked("a.jpg"), picked("b.jpg")], 3);
    expect(expectedFiles.read(job)).toBe(5);
    uploads.forget(job);
    expect(expectedFiles.read(job)).toBeNull();
  });

  it("goes on with the task of a large upload that a reload cut", () => {
    const taskId = "b".repeat(32);
    const file = { path: "large.tiff", file: new File([new Uint8Array(8_000_000)], "large.tiff") };
    resumePoints.write({ jobId: job, ...file }, { taskId, url: "/api/v1/uploads/x" });
    const { uploads } = setUp();
    uploads.add(job, [file, picked("other.jpg")]);
    const ids = [...uploads.of(job).byTask.keys()];
    expect(ids[0]).toBe(taskId);
    expect(ids[1]).toMatch(/^[0-9a-f]{32}$/);
  });

  it("does not seal a job that is held before it is released", async () => {
    const { uploads, sealed, settledJobs } = setUp();
    uploads.hold(job);
    uploads.add(job, [picked("a.jpg")]);
    await settled();
    expect([sealed, settledJobs, uploads.of(job).isHeld]).toEqual([[], [job], true]);
    uploads.add(job, [picked("b.jpg")]);
    uploads.release(job);
    expect(sealed).toEqual([]);
    await settled();
    expect([sealed, uploads.of(job).isHeld]).toEqual([[job], false]);
  });

  describe("with a place to keep files", () => {
    function keeper(left: readonly UploadItem[] = []) {
      const kept = new Map(left.map((item) => [item.taskId, item]));
      const files: KeptFiles = {
        keep: (items) => {
          for (const item of items) kept.set(item.taskId, item);
        },
        drop: (taskId) => void kept.delete(taskId),
        dropJob: (jobId) => {
          for (const [taskId, item] of kept) if (item.jobId === jobId) kept.delete(taskId);
        },
        has: (taskId) => kept.has(taskId),
        all: async () => [...kept.values()],
      };
      return { kept, files };
    }
    const nobody = { sending: async () => new Set<string>() } as never;

    it("keeps each until it has ended, and asks nobody to stay for what is kept", async () => {
      const { kept, files } = keeper();
      const { uploads } = setUp(({ path }) => (path === "b.jpg" ? fail(failure("unavailable")) : ok(null)), files);
      uploads.add(job, [picked("a.jpg"), picked("b.jpg")]);
      expect(kept.size).toBe(2);
      await settled();
      expect([...kept.values()].map(({ path }) => path)).toEqual(["b.jpg"]);
      expect(uploads.unkept).toBe(0);
      uploads.cancel(job);
      expect(kept.size).toBe(0);
    });

    it("goes on with what an earlier page left, as the same tasks, and seals nothing by itself", async () => {
      const items = ["1", "2"].map((id) => ({ jobId: job, taskId: id.repeat(32), ...picked(`${id}.jpg`) }));
      const { files } = keeper(items);
      const { uploads, sent, sealed, settledJobs } = setUp(undefined, files);
      expectedFiles.write(job, 3);
      await restoreUploads(uploads, files, nobody);
      await settled();
      expect(sent.map(({ taskId }) => taskId)).toEqual(items.map(({ taskId }) => taskId));
      expect([sealed, settledJobs, expectedFiles.read(job)]).toEqual([[], [job], 3]);
      expect([isComplete(job, 2, uploads), isComplete(job, 3, uploads)]).toEqual([false, true]);
    });

    it("leaves alone what another page sends", async () => {
      const { files } = keeper([{ jobId: job, taskId: "1".repeat(32), ...picked("1.jpg") }]);
      const { uploads, sent } = setUp(undefined, files);
      await restoreUploads(uploads, files, { sending: async () => new Set([job]) } as never);
      await settled();
      expect(sent).toEqual([]);
    });
  });
});
