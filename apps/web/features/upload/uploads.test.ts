import { fail, failure, ok, type Result } from "@pixelmill/core";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { expectedFiles } from "./expectedFiles.ts";
import { resumePoints } from "./resumePoints.ts";
import type { UploadItem } from "./uploadState.ts";
import { Uploads } from "./uploads.ts";

const job = "a".repeat(32);
const picked = (path: string, content = "12345") => ({ path, file: new File([content], path, { lastModified: 1 }) });
const settled = () => new Promise((resolve) => setTimeout(resolve));

/** Storage as the browser has it: what is kept are own properties, by which its keys are listed. */
function storage(): Storage {
  const methods = {
    getItem(this: Record<string, string>, key: string) {
      return this[key] ?? null;
    },
    setItem(this: Record<string, string>, key: string, value: string) {
      this[key] = value;
    },
    removeItem(this: Record<string, string>, key: string) {
      delete this[key];
    },
  };
  return Object.create(methods);
}

describe("Uploads", () => {
  beforeEach(() => {
    vi.unstubAllGlobals();
    vi.stubGlobal("localStorage", storage());
  });

  function setUp(answer: (item: UploadItem) => Result<null> = () => ok(null)) {
    const sealed: string[] = [];
    const sent: UploadItem[] = [];
    const uploads = new Uploads({
      intervalMs: 0,
      seal: (jobId) => sealed.push(jobId),
      send: async (item) => {
        sent.push(item);
        return answer(item);
      },
      wait: () => new Promise(() => {}),
    });
    return { uploads, sealed, sent };
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
    expect(uploads.pending).toBe(0);
    expect(sealed).toEqual([]);
  });

  it("counts what waits for the service as pending, so that leaving the page is asked about", async () => {
    const { uploads } = setUp(() => fail(failure("unavailable")));
    uploads.add(job, [picked("a.jpg")]);
    await settled();
    expect(uploads.pending).toBe(1);
    uploads.cancel(job);
    expect(uploads.pending).toBe(0);
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
    const file = picked("large.tiff");
    resumePoints.write({ jobId: job, ...file }, { taskId, url: "/api/v1/uploads/x" });
    const { uploads } = setUp();
    uploads.add(job, [file, picked("other.jpg")]);
    const ids = [...uploads.of(job).byTask.keys()];
    expect(ids[0]).toBe(taskId);
    expect(ids[1]).toMatch(/^[0-9a-f]{32}$/);
  });
});
