import { appendFile, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { Upload } from "@tus/server";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createJob, startTestServer, uploadAndEnd } from "../http/testing/testServer.ts";
import { LocalBlobStore } from "../store/localBlobStore.ts";
import { endlessRooms } from "../upload/testing/endlessRoom.ts";
import { UploadStore, uploadsDir } from "../upload/uploadStore.ts";
import { checkData } from "./checkData.ts";

vi.mock("../engine/engine.ts", () => import("../http/testing/testEngine.ts"));

let dataDir: string;
/** Keys of a source, of what was made of it, and of an original that was kept. */
let keys: { readonly source: string; readonly result: string; readonly kept: string };
let blobs: LocalBlobStore;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "pixelmill-check-"));
  const server = await startTestServer({}, dataDir);
  const jobId = await createJob(server);
  const optimized = await uploadAndEnd(server, jobId, "a.jpg", "optimize me");
  const kept = await uploadAndEnd(server, jobId, "b.jpg", "keep me");
  await uploadAndEnd(server, jobId, "c.jpg", "broken");
  keys = { source: optimized.sourceKey, result: optimized.outputs[0]?.key ?? "", kept: kept.sourceKey };
  await server.close();
  blobs = await LocalBlobStore.open(join(dataDir, "blobs"));
});
afterEach(() => rm(dataDir, { recursive: true }));

const kinds = async () => (await checkData(dataDir)).findings.map(({ kind }) => kind);

function change(sql: string): void {
  const database = new DatabaseSync(join(dataDir, "jobs.db"));
  database.exec(sql);
  database.close();
}

it("nothing is found where everything is as it was left", async () => {
  expect(await checkData(dataDir)).toEqual({ jobs: 1, tasks: 3, files: 4, bytes: 11 + 6 + 7 + 6, findings: [] });
});

describe("a file", () => {
  it.each(["source", "result", "kept"] as const)("that is gone is missed: the %s", async (which) => {
    await rm(blobs.pathOf(keys[which]));
    expect(new Set(await kinds())).toEqual(new Set(["missingFile"]));
  });

  it.each(["source", "result", "kept"] as const)("that is longer than it was is found: the %s", async (which) => {
    await appendFile(blobs.pathOf(keys[which]), "x");
    expect(new Set(await kinds())).toEqual(new Set(["changedFile"]));
  });

  it.each(["source", "result", "kept"] as const)("with another byte is found: the %s", async (which) => {
    const bytes = await readFile(blobs.pathOf(keys[which]));
    bytes[2] = 0xff;
    await writeFile(blobs.pathOf(keys[which]), bytes);
    expect(new Set(await kinds())).toEqual(new Set(["changedFile"]));
  });

  it("that no row refers to is an orphan", async () => {
    await writeFile(blobs.pathOf("results/stray"), "x");
    expect(await kinds()).toEqual(["orphan"]);
  });

  it.each([
    "blobs/tmp/0123",
    "blobs/00/readme.txt",
    "desks/encoders/encoder-1/out/x",
    "one-shot/x",
    "samples/x",
    `uploads/${"a".repeat(32)}`,
  ])("that was left behind is found: %s", async (name) => {
    await mkdir(join(dataDir, name, ".."), { recursive: true });
    await writeFile(join(dataDir, name), "x");
    expect(await kinds()).toEqual(["leftover"]);
  });

  it("of an upload that can be resumed is none that was left behind, but its bytes are once it is a task", async () => {
    const uploads = new UploadStore(uploadsDir(dataDir), 1000, endlessRooms());
    await uploads.create(new Upload({ id: "b".repeat(32), size: 8, offset: 0, metadata: { path: "a.jpg" } }));
    expect(await kinds()).toEqual([]);
    await uploads.finish(await uploads.getUpload("b".repeat(32)));
    expect(await kinds()).toEqual([]);
    await writeFile(uploads.fileOf("b".repeat(32)), "x");
    expect(await kinds()).toEqual(["leftover"]);
  });
});

describe("a row", () => {
  it.each([
    ["of a task that has ended twice over", "UPDATE tasks SET state = 'queued' WHERE state = 'optimized'"],
    ["of a job with other sums than its tasks", "UPDATE totals SET sourceBytes = sourceBytes + 1"],
    ["of a job that has ended without a time", "UPDATE jobs SET state = 'finished'"],
  ])("%s is found", async (_, sql) => {
    change(sql);
    expect(new Set(await kinds())).toEqual(new Set(["inconsistentStore"]));
  });

  it("of a job that finished before its tasks is found", async () => {
    change("UPDATE jobs SET state = 'finished', finishedAt = 5; UPDATE tasks SET state = 'queued' WHERE state = 'failed'");
    expect(new Set(await kinds())).toEqual(new Set(["inconsistentStore"]));
  });

  it("that refers to nothing is found", async () => {
    change("PRAGMA foreign_keys = OFF; DELETE FROM tasks WHERE state = 'optimized'");
    expect(await kinds()).toContain("damagedStore");
  });
});
