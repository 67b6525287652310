import { request } from "node:http";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { createJob, newId, startTestServer, type TestServer, uploadAndEnd } from "../http/testing/testServer.ts";

vi.mock("../engine/engine.ts", () => import("../http/testing/testEngine.ts"));

const source = "0123456789abcdefghij";
/** What the test engine makes of it. */
const result = "0123456789";

let server: TestServer;
let jobId: string;
let path: string;
beforeAll(async () => {
  server = await startTestServer();
  jobId = await createJob(server, { format: "webp" });
  path = resultPath((await uploadAndEnd(server, jobId, 'holiday/Käse "1".jpg', source)).taskId);
});
afterEach(() => vi.restoreAllMocks());
afterAll(() => server.close());

const resultPath = (taskId: string, ofJob = jobId) => `/api/v1/jobs/${ofJob}/files/${taskId}/result`;

describe("download of a result", () => {
  it("sends the whole file with its type, name and the guards of a stranger's file", async () => {
    const { status, headers, body } = await server.send(path);
    expect([status, body.toString()]).toEqual([200, result]);
    expect(headers).toMatchObject({
      "content-type": "image/webp",
      "content-length": "10",
      "accept-ranges": "bytes",
      "content-disposition": `attachment; filename="K_se _1_.webp"; filename*=UTF-8''K%C3%A4se%20_1_.webp`,
      "content-security-policy": "sandbox; default-src 'none'",
      "x-content-type-options": "nosniff",
      "cross-origin-resource-policy": "same-origin",
      "cache-control": "private, no-cache",
    });
    expect(headers.etag).toMatch(/^"[0-9a-f]{32}"$/);
  });

  it("answers HEAD with the same headers and no body", async () => {
    const head = await server.send(path, { method: "HEAD" });
    const get = await server.send(path);
    const { date: _, ...headers } = head.headers;
    expect([head.status, head.body.length]).toEqual([200, 0]);
    expect(get.headers).toMatchObject(headers);
  });

  it.each([
    ["bytes=0-3", 206, "0123", "bytes 0-3/10"],
    ["bytes=0-0", 206, "0", "bytes 0-0/10"],
    ["bytes=9-9", 206, "9", "bytes 9-9/10"],
    ["bytes=4-", 206, "456789", "bytes 4-9/10"],
    ["bytes=-3", 206, "789", "bytes 7-9/10"],
    ["bytes=-99", 206, result, "bytes 0-9/10"],
    ["bytes=5-99", 206, "56789", "bytes 5-9/10"],
    ["bytes=0-3,5-6", 200, result, undefined],
    ["bytes=7-3", 200, result, undefined],
    ["bytes=-", 200, result, undefined],
    ["lines=0-3", 200, result, undefined],
    ["nonsense", 200, result, undefined],
  ])("answers Range: %s with %i", async (Range, status, body, contentRange) => {
    const answer = await server.send(path, { headers: { Range } });
    expect([answer.status, answer.body.toString(), answer.headers["content-range"]]).toEqual([status, body, contentRange]);
    expect(answer.headers["content-length"]).toBe(String(body.length));
  });

  it.each(["bytes=10-", "bytes=10-20", "bytes=-0"])("answers Range: %s with 416 and the size", async (Range) => {
    const answer = await server.send(path, { headers: { Range } });
    expect([answer.status, answer.code(), answer.headers["content-range"]]).toEqual([416, "invalidRequest", "bytes */10"]);
    expect(answer.headers["content-disposition"]).toBeUndefined();
  });

  it("keeps to its validator: If-None-Match, If-Range", async () => {
    const { etag = "" } = (await server.send(path)).headers;
    const get = async (headers: Record<string, string>) => (await server.send(path, { headers })).status;
    expect(await get({ "If-None-Match": etag })).toBe(304);
    expect(await get({ "If-None-Match": `"x", W/${etag}` })).toBe(304);
    expect(await get({ "If-None-Match": '"x"' })).toBe(200);
    expect(await get({ Range: "bytes=0-3", "If-Range": etag })).toBe(206);
    expect(await get({ Range: "bytes=0-3", "If-Range": '"x"' })).toBe(200);
  });

  it("delivers a kept original, its source's bytes unchanged", async () => {
    const task = await uploadAndEnd(server, jobId, "kept.jpg", "keep these bytes");
    const answer = await server.send(resultPath(task.taskId));
    expect([answer.body.toString(), answer.headers["content-type"]]).toEqual(["keep these bytes", "image/jpeg"]);
  });

  it("answers resultNotReady while the task is worked on", async () => {
    const taskId = newId();
    await server.send(`/api/v1/jobs/${jobId}/files/${taskId}?path=w.jpg`, { method: "PUT", body: "wait" });
    const answer = await server.send(resultPath(taskId));
    expect([answer.status, answer.code()]).toEqual([409, "resultNotReady"]);
  });

  it("answers with the task's own failure where it failed", async () => {
    const answer = await server.send(resultPath((await uploadAndEnd(server, jobId, "b.jpg", "broken")).taskId));
    expect([answer.status, answer.code()]).toEqual([422, "corruptImage"]);
  });

  it("gives each of several outputs by its place, its range and its name, and the first where none is said", async () => {
    const ofJob = await createJob(server, [{ format: "webp" }, { format: "avif" }]);
    const { taskId: id } = await uploadAndEnd(server, ofJob, "a.jpg", source);
    const get = async (place: string, headers = {}) => {
      const answer = await server.send(`${resultPath(id, ofJob)}${place}`, { headers });
      return [answer.status, answer.body.toString(), answer.headers["content-type"], answer.headers["content-disposition"]];
    };
    const first = [200, "0123456789", "image/webp", expect.stringContaining("a.webp")];
    expect(await get("")).toEqual(first);
    expect(await get("/0")).toEqual(first);
    const name = expect.stringContaining("a.avif");
    expect(await get("/1")).toEqual([200, "012345678", "image/avif", name]);
    expect(await get("/1", { Range: "bytes=7-" })).toEqual([206, "78", "image/avif", name]);
    for (const place of ["/2", "/23", "/24", "/-1", "/1.0", "/01x", "/", "/0/1"]) expect((await get(place))[0], place).toBe(404);
  });

  it("gives the outputs that were made where another of the same file failed", async () => {
    const ofJob = await createJob(server, [{ format: "webp" }, { format: "avif" }]);
    const task = await uploadAndEnd(server, ofJob, "a.jpg", "part of it");
    expect(task.state).toBe("failed");
    expect((await server.send(resultPath(task.taskId, ofJob))).code()).toBe("corruptImage");
    expect((await server.send(`${resultPath(task.taskId, ofJob)}/1`)).body.toString()).toBe("part");
  });

  it("answers notFound alike for unknown, foreign and misplaced results and for ids that are none", async () => {
    const foreignJob = await createJob(server, {}, "someone else");
    const taskId = path.split("/")[6] ?? "";
    const bodies = [
      resultPath(newId()),
      resultPath(taskId, foreignJob),
      resultPath(taskId, await createJob(server)),
      resultPath("..%2f..%2f..%2fetc%2fpasswd"),
      resultPath(taskId.toUpperCase()),
    ].map(async (address) => {
      const { status, body } = await server.send(address);
      return `${status} ${body}`;
    });
    expect(new Set(await Promise.all(bodies)).size).toBe(1);
    expect(await bodies[0]).toMatch(/^404 /);
  });

  it("answers notFound where the file was deleted meanwhile", async () => {
    vi.spyOn(server.blobs, "get").mockResolvedValue(null);
    const answer = await server.send(path);
    expect([answer.status, answer.code()]).toEqual([404, "notFound"]);
  });

  it("cuts the connection where reading fails in the middle, so that no part passes for the whole", async () => {
    vi.spyOn(server.blobs, "get").mockResolvedValue(failing());
    await expect(server.send(path)).rejects.toThrow();
    await vi.waitFor(() => expect(server.errors.join()).toContain("disk read error"));
  });

  it("reads no further once the client has left", async () => {
    let read = 0;
    let closed = false;
    const endless = async function* () {
      try {
        for (;;) {
          read += 1;
          yield Buffer.alloc(65_536);
        }
      } finally {
        closed = true;
      }
    };
    vi.spyOn(server.blobs, "get").mockResolvedValue(endless());
    const outgoing = request({ host: "127.0.0.1", port: server.port, path });
    outgoing.on("error", () => {});
    outgoing.end();
    const incoming = await new Promise<NodeJS.ReadableStream>((resolve) => outgoing.on("response", resolve));
    incoming.once("data", () => outgoing.destroy());
    await vi.waitFor(() => expect(closed).toBe(true));
    expect(read).toBeLessThan(200);
  });
});

async function* failing(): AsyncIterable<Uint8Array> {
  yield Buffer.from("0123");
  throw new Error("disk read error");
}
