import { hash } from "node:crypto";
import { rm } from "node:fs/promises";
import { type SettingsInput, settingsSchema, type TaskRecord } from "@pixelmill/core";
import { afterEach, describe, expect, it, vi } from "vitest";
import { createJob, startTestServer, type TestServer, taskEnded, uploadAndEnd } from "../http/testing/testServer.ts";

vi.mock("../engine/engine.ts", () => import("../http/testing/testEngine.ts"));

let server: TestServer;

afterEach(() => server.close());

const start = async (env: Record<string, string> = {}) => {
  server = await startTestServer({ LEDGER: "on", ...env });
};

type Wish = NonNullable<SettingsInput["outputs"]>[number];

/** What becomes of a file in a job of its own. */
async function optimize(content: string, wishes: Wish[] = [{}], { path = "a.jpg", owner = "local" } = {}): Promise<TaskRecord> {
  const jobId = await createJob(server, wishes, owner);
  if (owner === "local") return uploadAndEnd(server, jobId, path, content);
  const source = { sourceKey: `sources/${jobId}`, sourceBytes: content.length, sha256: hash("sha256", content) };
  await server.blobs.put(source.sourceKey, bytesOf(content));
  await server.service.receiveUpload(owner, { jobId, taskId: jobId, path }, source);
  return taskEnded(server, jobId);
}

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

const encoded = () => server.engine.submitted.length;

const keys = (task: TaskRecord) => task.outputs.map(({ key }) => key);

describe("the same bytes under the same settings", () => {
  it("are not encoded again: the second task has the first one's file, under its own name", async () => {
    await start();
    const first = await optimize("optimize me");
    const second = await optimize("optimize me", [{}], { path: "trip/b.jpeg" });
    expect(encoded()).toBe(1);
    expect(second).toMatchObject({
      state: "optimized",
      encodeMs: null,
      outputs: [{ path: "trip/b.jpeg", key: first.outputs[0]?.key, result: { ...first.outputs[0]?.result, reused: true } }],
    });
    expect(server.service.metrics().known).toBe(1);
  });

  it("are served from a task that was itself served, once the first is deleted", async () => {
    await start();
    const first = await optimize("optimize me");
    const second = await optimize("optimize me");
    await server.service.deleteJob("local", first.jobId);
    const third = await optimize("optimize me");
    expect(encoded()).toBe(1);
    expect(keys(third)).toEqual(keys(second));
    expect(await server.blobs.head(keys(third)[0] ?? "")).toEqual({ bytes: 6 });
    for (const { jobId } of [second, third]) await server.service.deleteJob("local", jobId);
    expect(await server.blobs.head(keys(third)[0] ?? "")).toBeNull();
    await optimize("optimize me");
    expect(encoded()).toBe(2);
  });

  it("keep the original again, each its own, and the name of an earlier path is nothing to a later one", async () => {
    await start();
    await optimize("keep me", [{}], { path: "nul.jpg" });
    const second = await optimize("keep me");
    expect(encoded()).toBe(1);
    expect(second).toMatchObject({
      state: "keptOriginal",
      outputs: [{ key: second.sourceKey, result: { reason: "wouldBeLarger", reused: true, warnings: [] } }],
    });
  });

  it("are tried again where they failed", async () => {
    await start();
    await optimize("broken");
    expect(await optimize("broken")).toMatchObject({ state: "failed" });
    expect(encoded()).toBe(2);
  });

  it("are encoded for another owner, who learns nothing of the first", async () => {
    await start();
    await optimize("optimize me");
    const other = await optimize("optimize me", [{}], { owner: "another" });
    expect(encoded()).toBe(2);
    expect(other.outputs[0]?.result).not.toHaveProperty("reused");
  });

  it("are encoded again where the file was taken from the disk, or is not whole", async () => {
    await start();
    const [key = ""] = keys(await optimize("optimize me"));
    await rm(server.blobs.pathOf(key ?? ""));
    const [again = ""] = keys(await optimize("optimize me"));
    expect(encoded()).toBe(2);
    await server.blobs.put(again ?? "", bytesOf("cut"));
    await optimize("optimize me");
    expect(encoded()).toBe(3);
    await optimize("optimize me");
    expect(encoded()).toBe(3);
  });

  it("are encoded where nothing is to be served, and remembered all the same", async () => {
    await start({ LEDGER: "off" });
    await optimize("optimize me");
    await optimize("optimize me");
    expect(encoded()).toBe(2);
    const known = await server.store.treatmentsOf(hash("sha256", "optimi"));
    expect(known).toHaveLength(1);
  });
});

describe("a task of which a part was made before", () => {
  const [webp, avif] = [{ format: "webp" }, { format: "avif" }] as const;

  it("has only the rest encoded, and all outputs in their places", async () => {
    await start();
    const first = await optimize("optimize me", [webp]);
    const second = await optimize("optimize me", [avif, webp, { format: "png" }]);
    expect(server.engine.submitted.at(-1)?.settings.outputs.map(({ format }) => format)).toEqual(["avif", "png"]);
    expect(second.outputs.map(({ path, result }) => [path, "reused" in result])).toEqual([
      ["a.avif", false],
      ["a.webp", true],
      ["a.png", false],
    ]);
    expect(second.outputs[1]?.key).toBe(first.outputs[0]?.key);
    expect(second.encodeMs).toBe(5);
    expect((await server.store.totals(second.jobId)).known).toBe(0);
  });

  it("has all of it encoded where the part is gone by the end of the rest", async () => {
    await start();
    const firstJob = await createJob(server, [webp]);
    const first = uploadAndEnd(server, firstJob, "a.jpg", "wait for me");
    await expect.poll(() => server.engine.waiting).toBe(1);
    await server.engine.endWaiting();
    await first;
    const jobId = await createJob(server, [webp, avif]);
    const ended = uploadAndEnd(server, jobId, "a.jpg", "wait for me");
    await expect.poll(() => server.engine.waiting).toBe(1);
    await server.service.deleteJob("local", firstJob);
    await server.engine.endWaiting();
    await expect.poll(() => server.engine.waiting).toBe(1);
    expect(server.engine.submitted.at(-1)?.settings.outputs).toHaveLength(2);
    await server.engine.endWaiting();
    const task = await ended;
    expect(task.outputs.map(({ path, result }) => [path, "reused" in result])).toEqual([
      ["a.webp", false],
      ["a.avif", false],
    ]);
    const blobs = await Array.fromAsync(server.blobs.list("results/"));
    expect(blobs.toSorted()).toEqual(keys(task).toSorted());
  });
});

it("a task that is all known is encoded where its file goes while its end is stored", async () => {
  await start();
  await optimize("optimize me");
  vi.spyOn(server.store, "end").mockResolvedValueOnce("gone");
  expect((await optimize("optimize me")).outputs[0]?.result).not.toHaveProperty("reused");
  expect(encoded()).toBe(2);
});

describe("a file that was made here", () => {
  it("is kept as it is, whoever brings it back and whatever became of its job", async () => {
    await start();
    const { jobId } = await optimize("optimize me");
    await server.service.deleteJob("local", jobId);
    for (const owner of ["local", "another"]) {
      const back = await optimize("optimi", [{}], { owner });
      expect(back).toMatchObject({
        state: "keptOriginal",
        outputs: [{ key: back.sourceKey, result: { reason: "alreadyOptimized", output: { bytes: 6 } } }],
      });
    }
    expect(encoded()).toBe(1);
    expect(server.service.metrics().known).toBe(2);
  });

  it("is converted, and encoded under a treatment that it was not made with", async () => {
    await start();
    await optimize("optimize me", [{ quality: 70 }]);
    const mixed = await optimize("optimi", [{}, { quality: 70 }, { format: "webp" }, { quality: 30 }]);
    expect(mixed.outputs.map(({ result }) => result.status)).toEqual(["keptOriginal", "keptOriginal", "optimized", "optimized"]);
    expect(server.engine.submitted.at(-1)?.settings.outputs).toMatchObject([{ format: "webp" }, { quality: 30 }]);
  });
});

it("settings that differ in a single field, or bytes in a single one, are not the same", async () => {
  await start();
  await optimize("optimize me");
  await optimize("optimize mE");
  await optimize("optimize me", [{ quality: 81 }]);
  await optimize("optimize me", [{ resize: { mode: "width", pixels: 20 } }]);
  const settings = settingsSchema.parse({ minimumSaving: 0.3 });
  const other = await server.service.createJob("local", { settings, priority: "normal" });
  if (!other.ok) throw new Error(other.error.message);
  await uploadAndEnd(server, other.value.id, "a.jpg", "optimize me");
  expect(encoded()).toBe(5);
});
