import { createHash } from "node:crypto";
import { once } from "node:events";
import { readdir, stat, utimes } from "node:fs/promises";
import { type ClientRequest, type IncomingMessage, request } from "node:http";
import { join } from "node:path";
import { Upload } from "tus-js-client";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createJob, newId, startTestServer, type TestServer, taskEnded } from "../http/testing/testServer.ts";

vi.mock("../engine/engine.ts", () => import("../http/testing/testEngine.ts"));

let server: TestServer;
let jobId: string;
let taskId: string;
beforeEach(async () => {
  server = await startTestServer({ MAX_FILE_SIZE: "3M" });
  jobId = await createJob(server);
  taskId = newId();
});
afterEach(() => server.close());

const base64 = (text: string) => Buffer.from(text).toString("base64");
const metadataOf = (fields: Record<string, string>) =>
  Object.entries(fields)
    .map(([key, value]) => `${key} ${base64(value)}`)
    .join(",");
const tus = { "Tus-Resumable": "1.0.0" };
const bytes = { ...tus, "Content-Type": "application/offset+octet-stream" };

const create = (length: number, fields: Record<string, string> = {}, headers: Record<string, string> = {}) =>
  server.send("/api/v1/uploads", {
    method: "POST",
    headers: {
      ...tus,
      "Upload-Length": length,
      "Upload-Metadata": metadataOf({ jobId, taskId, path: "big/photo.jpg", ...fields }),
      ...headers,
    },
  });
const head = (url: string, headers: Record<string, string> = {}, at = server) =>
  at.send(url, { method: "HEAD", headers: { ...tus, ...headers } });
const patch = (url: string, offset: number, body: string | Buffer, headers: Record<string, string> = {}) =>
  server.send(url, { method: "PATCH", headers: { ...bytes, "Upload-Offset": offset, ...headers }, body });
const began = async (length: number) => (await create(length)).headers.location ?? "";
const tasks = async (at = server) => {
  const listed = await at.service.tasks("local", { jobId, offset: 0, limit: 10 });
  return listed.ok ? listed.value : [];
};
const sources = () => Array.fromAsync(server.blobs.list("sources/"));
const uploads = () => readdir(join(server.dataDir, "uploads"));

describe("a resumable upload", () => {
  it("becomes a task with its very bytes, sent in parts by tus-js-client", async () => {
    const file = Buffer.alloc(2_500_000, "wait, the bytes of a large photo. ");
    await new Promise<void>((resolve, reject) => {
      new Upload(file, {
        endpoint: `http://127.0.0.1:${server.port}/api/v1/uploads`,
        metadata: { jobId, taskId, path: "big/größe.jpg" },
        chunkSize: 1_000_000,
        onSuccess: () => resolve(),
        onError: reject,
      }).start();
    });
    expect(await tasks()).toMatchObject([{ id: taskId, path: "big/größe.jpg", sourceBytes: 2_500_000 }]);
    const [key = ""] = await sources();
    const stored = Buffer.concat(await Array.fromAsync((await server.blobs.get(key)) ?? []));
    expect(hashOf(stored)).toBe(hashOf(file));
    expect((await uploads()).filter((name) => !name.endsWith(".json"))).toEqual([]);
  });

  it("is created under a random id, its address relative", async () => {
    const answer = await create(10);
    expect([answer.status, answer.headers.location]).toEqual([201, expect.stringMatching(/^\/api\/v1\/uploads\/[0-9a-f]{32}$/)]);
    expect(answer.headers["upload-expires"]).toBeDefined();
  });

  it("goes on where it stopped after the connection broke", async () => {
    const url = await began(20);
    await breakOff(url, "0123456");
    await vi.waitFor(async () => expect((await head(url)).headers["upload-offset"]).toBe("7"));
    const rest = await patch(url, 7, "789wait90123x");
    expect([rest.status, rest.headers["upload-offset"]]).toEqual([204, "20"]);
    expect(await tasks()).toMatchObject([{ id: taskId, sourceBytes: 20 }]);
  });

  it("goes on where its sender fell silent: the connection is cut, and does not stay with a client that is gone", async () => {
    const url = await began(20);
    const arrived = once(server.server, "request") as Promise<[IncomingMessage]>;
    const outgoing = beginPatch(url);
    const cut = new Promise((resolve) => outgoing.once("close", resolve));
    outgoing.write("0123456");
    const [req] = await arrived;
    await vi.waitFor(async () => expect((await stat(fileOf(url))).size).toBe(7));
    expect(req.socket.timeout).toBe(120_000);
    req.socket.emit("timeout");
    await cut;
    await vi.waitFor(async () => expect((await head(url)).headers["upload-offset"]).toBe("7"));
    expect((await patch(url, 7, "789wait90123x")).status).toBe(204);
  });

  it("goes on after the worker was restarted", async () => {
    const url = await began(8);
    await patch(url, 0, "wait");
    const again = await startTestServer({}, server.dataDir);
    expect((await head(url, {}, again)).headers["upload-offset"]).toBe("4");
    await again.close();
  });

  it("refuses bytes at a wrong offset and beyond its length", async () => {
    const url = await began(8);
    expect((await patch(url, 3, "wait")).status).toBe(409);
    const beyond = await patch(url, 0, "way too long for it");
    expect([beyond.status, beyond.code()]).toEqual([413, "invalidRequest"]);
    expect((await head(url)).headers["upload-offset"]).toBe("0");
  });

  it("is a failed task where it is empty", async () => {
    expect((await create(0)).status).toBe(201);
    const task = await taskEnded(server, taskId);
    expect(task.outputs[0]?.result).toMatchObject({ error: { code: "emptyFile" } });
  });

  it("is refused, and nothing of it kept, where others filled its job while it came in", async () => {
    await server.close();
    server = await startTestServer({ MAX_FILES_PER_JOB: "2" });
    jobId = await createJob(server);
    const begun = await Promise.all([1, 2, 3, 4].map(() => create(8, { taskId: newId() })));
    const ends = await Promise.all(begun.map(({ headers }) => patch(headers.location ?? "", 0, "wait 4 8")));
    const refused = ends.filter(({ status }) => status !== 204);
    expect(refused.map((answer) => [answer.status, answer.code()])).toEqual(Array(2).fill([413, "tooManyFiles"]));
    expect([(await tasks()).length, (await sources()).length]).toEqual([2, 2]);
    expect((await uploads()).length).toBe(2);
  });

  it("can be given up", async () => {
    const url = await began(8);
    await patch(url, 0, "wait");
    expect((await server.send(url, { method: "DELETE", headers: tus })).status).toBe(204);
    expect(await uploads()).toEqual([]);
    expect((await head(url)).status).toBe(404);
  });
});

describe("an upload that was whole when the worker died", () => {
  it.each([
    ["before its bytes were taken over", "admitUpload"],
    ["before its task was committed", "receiveUpload"],
  ] as const)("becomes a task at the client's next HEAD: %s", async (_, step) => {
    const url = await began(8);
    vi.spyOn(server.service, step).mockRejectedValue(new Error("killed"));
    expect((await patch(url, 0, "wait for")).status).toBe(500);
    expect(await tasks()).toEqual([]);
    const again = await startTestServer({}, server.dataDir);
    const { status, headers } = await head(url, {}, again);
    expect([status, headers["upload-offset"], headers["upload-length"]]).toEqual([200, "8", "8"]);
    expect(await tasks(again)).toMatchObject([{ id: taskId, sourceBytes: 8 }]);
    expect(await Array.fromAsync(again.blobs.list("sources/"))).toHaveLength(1);
    await again.close();
  });

  it("becomes a task at an empty PATCH too", async () => {
    const url = await began(8);
    vi.spyOn(server.service, "receiveUpload").mockRejectedValueOnce(new Error("killed"));
    await patch(url, 0, "wait for");
    expect((await patch(url, 8, "")).status).toBe(204);
    expect(await tasks()).toHaveLength(1);
  });

  it("becomes one task only, however many ask at once", async () => {
    const url = await began(8);
    vi.spyOn(server.service, "admitUpload").mockRejectedValueOnce(new Error("killed"));
    await patch(url, 0, "wait for");
    const answers = await Promise.all([head(url), head(url), patch(url, 8, ""), head(url)]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 204, 200]);
    expect(await tasks()).toHaveLength(1);
    expect(await sources()).toHaveLength(1);
  });
});

describe("an upload whose task is here already", () => {
  it("tells a client that missed the answer that all bytes are here", async () => {
    const url = await began(4);
    await patch(url, 0, "wait");
    const { status, headers } = await head(url);
    expect([status, headers["upload-offset"], headers["upload-length"]]).toEqual([200, "4", "4"]);
  });

  it("is done at once where it is begun anew, by tus-js-client too", async () => {
    await server.send(`/api/v1/jobs/${jobId}/files/${taskId}?path=a.jpg`, { method: "PUT", body: "wait" });
    await new Promise<void>((resolve, reject) => {
      new Upload(Buffer.from("wait"), {
        endpoint: `http://127.0.0.1:${server.port}/api/v1/uploads`,
        metadata: { jobId, taskId, path: "a.jpg" },
        retryDelays: [0],
        onSuccess: () => resolve(),
        onError: reject,
      }).start();
    });
    expect(await tasks()).toHaveLength(1);
    expect(await sources()).toHaveLength(1);
  });
});

describe("the guard of resumable uploads", () => {
  it("lets nobody but the owner go on, as if there were nothing", async () => {
    const url = await began(8);
    const session = await server.send("/api/v1/session?start=1");
    const Cookie = session.headers["set-cookie"]?.[0]?.split(";")[0] ?? "";
    expect((await head(url, { Cookie })).status).toBe(404);
    const foreign = await patch(url, 0, "wait", { Cookie });
    expect([foreign.status, foreign.code()]).toEqual([404, "notFound"]);
    expect((await server.send(url, { method: "DELETE", headers: { ...tus, Cookie } })).status).toBe(404);
    expect((await head(url)).headers["upload-offset"]).toBe("0");
  });

  it("takes neither owner nor mark from the client's metadata", async () => {
    const answer = await create(8, { owner: "someone else", received: "1" });
    expect((await head(answer.headers.location ?? "")).headers["upload-offset"]).toBe("0");
  });

  it.each([
    ["a job that is unknown", { jobId: "0".repeat(32) }, 404, "notFound"],
    ["a job id that is none", { jobId: "../../jobs.db" }, 400, "invalidRequest"],
    ["a task id that climbs", { taskId: "../../../escaped" }, 400, "invalidRequest"],
    ["an empty path", { path: "" }, 400, "invalidRequest"],
    ["a path above the limit", { path: "x".repeat(4097) }, 422, "pathTooLong"],
  ])("refuses %s before any byte is sent", async (_, fields, status, code) => {
    const answer = await create(8, fields);
    expect([answer.status, answer.code()]).toEqual([status, code]);
    expect(await uploads().catch(() => [])).toEqual([]);
  });

  it("refuses a file above the limit by its length", async () => {
    const answer = await create(3_000_001);
    expect([answer.status, answer.code()]).toEqual([413, "fileTooLarge"]);
    expect(answer.headers["content-type"]).toBe("application/json; charset=utf-8");
  });

  it("refuses an upload that does not say its length", async () => {
    const answer = await server.send("/api/v1/uploads", {
      method: "POST",
      headers: { ...tus, "Upload-Defer-Length": "1", "Upload-Metadata": metadataOf({ jobId, taskId, path: "a" }) },
    });
    expect(answer.status).toBe(501);
  });

  it("refuses a request of no tus version in the form of every other error", async () => {
    const answer = await server.send("/api/v1/uploads", { method: "POST" });
    expect([answer.status, answer.code()]).toEqual([412, "invalidRequest"]);
  });

  it.each([
    "/api/v1/uploads/..%2f..%2fjobs.db",
    "/api/v1/uploads/%2e%2e",
    "/api/v1/uploads/../jobs.db",
    `/api/v1/uploads/a/${"0".repeat(32)}`,
    `/api/v1/uploads/${"0".repeat(32)}.json`,
    `/api/v1/uploads/${"0".repeat(31)}%00`,
    `/api/v1/uploads/${"0".repeat(32)}`,
  ])("finds nothing at %s", async (address) => {
    for (const method of ["HEAD", "PATCH", "DELETE"]) {
      const answer = await server.send(address, { method, headers: { ...bytes, "Upload-Offset": 0 } });
      expect(answer.status, method).toBe(404);
    }
  });

  it("never lets anyone read an upload back", async () => {
    const url = await began(8);
    await patch(url, 0, "wait");
    expect((await server.send(url)).status).toBe(404);
  });

  it("refuses the file where the job was deleted meanwhile, and keeps nothing of it", async () => {
    const url = await began(8);
    await server.service.deleteJob("local", jobId);
    const answer = await patch(url, 0, "wait for");
    expect([answer.status, answer.code()]).toEqual([404, "notFound"]);
    expect([await sources(), await uploads()]).toEqual([[], []]);
  });

  it("answers storageFull where the disk is full when the bytes are taken over, and can go on later", async () => {
    const url = await began(8);
    const full = Object.assign(new Error("no space left"), { code: "ENOSPC" });
    vi.spyOn(server.blobs, "adopt").mockRejectedValueOnce(full);
    const answer = await patch(url, 0, "wait for");
    expect([answer.status, answer.code()]).toEqual([507, "storageFull"]);
    expect((await head(url)).headers["upload-offset"]).toBe("8");
    expect(await tasks()).toHaveLength(1);
  });
});

describe("abandoned uploads", () => {
  it("are deleted at start once they have expired, others are kept", async () => {
    const old = (await began(8)).split("/").at(-1) ?? "";
    await patch(`/api/v1/uploads/${old}`, 0, "wait");
    taskId = newId();
    const young = (await began(8)).split("/").at(-1) ?? "";
    const dir = join(server.dataDir, "uploads");
    const past = (Date.now() - 2 * 86_400_000 - 1000) / 1000;
    for (const name of [old, `${old}.json`]) await utimes(join(dir, name), past, past);
    const again = await startTestServer({}, server.dataDir);
    await vi.waitFor(async () => expect((await uploads()).sort()).toEqual([young, `${young}.json`]));
    await again.close();
  });
});

const hashOf = (data: Buffer) => createHash("sha256").update(data).digest("hex");

/** Sends a part of a PATCH of 20 bytes, then cuts the connection. */
const fileOf = (url: string) => join(server.dataDir, "uploads", url.split("/").at(-1) ?? "");

/** A PATCH of 20 bytes whose body is still to come. */
function beginPatch(url: string): ClientRequest {
  const headers = { ...bytes, "Upload-Offset": 0, "Content-Length": 20 };
  return request({ host: "127.0.0.1", port: server.port, path: url, method: "PATCH", headers }).on("error", () => {});
}

async function breakOff(url: string, part: string): Promise<void> {
  const outgoing = beginPatch(url);
  outgoing.write(part);
  await vi.waitFor(async () => expect((await stat(fileOf(url))).size).toBe(part.length));
  outgoing.destroy();
  await new Promise((resolve) => outgoing.once("close", resolve));
}
