import { once } from "node:events";
import { readdir, readlink } from "node:fs/promises";
import { connect, type Socket } from "node:net";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { createJob, startTestServer, type TestServer, uploadAndEnd } from "../http/testing/testServer.ts";

vi.mock("../engine/engine.ts", () => import("../http/testing/testEngine.ts"));

/** More than the system buffers of a connection. */
const fileBytes = 20_000_000;
const weekMs = 7 * 86_400_000;

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ DOWNLOAD_STALL: "1s", RESULTS_KEEP: "7d" });
});
afterAll(() => server.close());

/** A job that has expired but for what is done with it, and where its files are. */
async function expiredJob(): Promise<{ readonly jobId: string; readonly paths: Readonly<Record<"file" | "zip", string>> }> {
  const jobId = await createJob(server);
  const content = Buffer.alloc(fileBytes, `keep ${jobId}`);
  const { taskId } = await uploadAndEnd(server, jobId, "a.jpg", content);
  await server.store.setJobState(jobId, "finished", Date.now() - weekMs - 1000);
  return { jobId, paths: { file: `/api/v1/jobs/${jobId}/files/${taskId}/result`, zip: `/api/v1/jobs/${jobId}/zip` } };
}

/** A reader who has asked for a file and takes nothing of the answer yet. */
async function ask(path: string): Promise<Socket> {
  const socket = connect(server.port, "127.0.0.1").on("error", () => {});
  await once(socket, "connect");
  socket.pause();
  socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
  return socket;
}

const isThere = async (jobId: string): Promise<boolean> => (await server.store.job(jobId)) !== null;

/** Files of the blob store that this process, in which the server runs, has open. */
async function openBlobs(): Promise<number> {
  const names = await readdir("/proc/self/fd");
  const paths = await Promise.all(names.map((name) => readlink(join("/proc/self/fd", name)).catch(() => "")));
  return paths.filter((path) => path.startsWith(join(server.dataDir, "blobs"))).length;
}

describe.runIf(process.platform === "linux").each(["file", "zip"] as const)("the reader of a %s", (kind) => {
  it("who takes nothing any more is cut: what was sent is closed, and its job can go", async () => {
    const { jobId, paths } = await expiredJob();
    const socket = await ask(paths[kind]);
    await vi.waitFor(async () => expect(await openBlobs()).toBe(1), 10_000);
    await server.service.expire();
    expect(await isThere(jobId)).toBe(true);
    await vi.waitFor(async () => expect(await openBlobs()).toBe(0), 20_000);
    await vi.waitFor(async () => {
      await server.service.expire();
      expect(await isThere(jobId)).toBe(false);
    }, 10_000);
    socket.destroy();
    expect(server.errors).toEqual([]);
  });
});

it("a slow reader, who takes longer than a stop may last, gets all of a file", async () => {
  const { paths } = await expiredJob();
  const socket = await ask(paths.zip);
  const [began, ended] = [performance.now(), once(socket, "end")];
  let [received, taken] = [0, 0];
  socket.on("data", (chunk: Buffer) => {
    received += chunk.length;
    taken += chunk.length;
    if (taken < 500_000) return;
    taken = 0;
    socket.pause();
    void setTimeout(50).then(() => socket.resume());
  });
  socket.resume();
  await ended;
  expect(performance.now() - began).toBeGreaterThan(1000);
  expect(received).toBeGreaterThan(fileBytes);
});
