import { request } from "node:http";
import { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { createJob, newId, startTestServer, type TestServer, uploadAndEnd } from "../http/testing/testServer.ts";

vi.mock("../engine/engine.ts", () => import("../http/testing/testEngine.ts"));

const source = "abcdefghijabcdefghij";
/** What the test engine makes of it. */
const result = "abcdefghij";
/** What it shows of it. */
const preview = "ABCDEFGHIJABCDEFGHIJ";

let server: TestServer;
let jobId: string;
let taskId: string;
beforeAll(async () => {
  server = await startTestServer();
  jobId = await createJob(server, [{ format: "webp" }, { format: "avif" }]);
  taskId = (await uploadAndEnd(server, jobId, "holiday/beach.jpg", source)).taskId;
});
afterAll(() => server.close());

const viewPath = (side: string | number, ofTask = taskId, ofJob = jobId) => `/api/v1/jobs/${ofJob}/files/${ofTask}/view/${side}`;

const storedPreviews = async () => {
  const keys: string[] = [];
  for await (const key of server.blobs.list("previews/")) keys.push(key);
  return keys;
};

describe("a picture to be looked at", () => {
  it("is the source's own file where browsers show it, with the guards of a stranger's file", async () => {
    const { status, headers, body } = await server.send(viewPath("source"));
    expect([status, body.toString()]).toEqual([200, source]);
    expect(headers).toMatchObject({
      "content-type": "image/jpeg",
      "content-length": String(source.length),
      "accept-ranges": "bytes",
      "content-disposition": expect.stringMatching(/^attachment; .*beach\.jpg/),
      "content-security-policy": "sandbox; default-src 'none'",
      "x-content-type-options": "nosniff",
      "cross-origin-resource-policy": "same-origin",
      "cache-control": "private, no-cache",
    });
  });

  it("is each result's own file, by its place", async () => {
    const bodies = [0, 1].map(async (side) => {
      const { body, headers } = await server.send(viewPath(side));
      return [body.toString(), headers["content-type"]];
    });
    expect(await Promise.all(bodies)).toEqual([
      [result, "image/webp"],
      [result.slice(0, -1), "image/avif"],
    ]);
  });

  it("comes in parts, is known again, and answers HEAD without a body", async () => {
    const part = await server.send(viewPath("source"), { headers: { Range: "bytes=2-4" } });
    expect([part.status, part.body.toString()]).toEqual([206, "cde"]);
    const { etag = "" } = part.headers;
    expect((await server.send(viewPath("source"), { headers: { "If-None-Match": etag } })).status).toBe(304);
    const head = await server.send(viewPath("source"), { method: "HEAD" });
    expect([head.status, head.body.length, head.headers["content-length"]]).toEqual([200, 0, "20"]);
  });

  it("is not there under an unknown, foreign or misplaced address", async () => {
    const foreignJob = await createJob(server, {}, "someone else");
    const addresses = [
      viewPath("source", newId()),
      viewPath("source", taskId, foreignJob),
      viewPath("source", taskId, await createJob(server)),
      viewPath("source", "..%2f..%2fjobs.db"),
      viewPath("2"),
      viewPath("24"),
      viewPath("-1"),
      viewPath("result"),
    ];
    const answers = await Promise.all(addresses.map((address) => server.send(`${address}?preview=1`)));
    expect(new Set(answers.map(({ status, body }) => `${status} ${body}`))).toEqual(new Set([`404 ${answers[0]?.body}`]));
  });

  it("is refused as the file itself was: not an image, not encoded, not ended", async () => {
    const code = async (content: string, side: string | number) => {
      const ended = await uploadAndEnd(server, jobId, "a.jpg", content);
      return (await server.send(viewPath(side, ended.taskId))).code();
    };
    expect(await code("?", "source")).toBe("unsupportedFormat");
    expect(await code("broken", 0)).toBe("corruptImage");
    const waiting = newId();
    await server.send(`/api/v1/jobs/${jobId}/files/${waiting}?path=w.jpg`, { method: "PUT", body: "wait" });
    expect((await server.send(viewPath(0, waiting))).code()).toBe("resultNotReady");
    await server.engine.endWaiting();
  });
});

describe("a preview", () => {
  it("is a PNG, made once for all who look at once and later", async () => {
    const before = server.engine.previewed.length;
    const answers = await Promise.all([1, 2, 3].map(() => server.send(`${viewPath("source")}?preview=1`)));
    answers.push(await server.send(`${viewPath("source")}?preview=1`));
    for (const { status, headers, body } of answers) {
      expect([status, body.toString(), headers["content-type"]]).toEqual([200, preview, "image/png"]);
      expect(headers["content-security-policy"]).toBe("sandbox; default-src 'none'");
    }
    expect(server.engine.previewed).toHaveLength(before + 1);
    const part = await server.send(`${viewPath("source")}?preview=1`, { headers: { Range: "bytes=0-2" } });
    expect([part.status, part.body.toString()]).toEqual([206, "ABC"]);
  });

  it("is refused with the code of what went wrong", async () => {
    const broken = await uploadAndEnd(server, jobId, "b.jpg", "broken");
    const answer = await server.send(`${viewPath("source", broken.taskId)}?preview=1`);
    expect([answer.status, answer.code()]).toEqual([422, "corruptImage"]);
  });

  it("is not begun where the only one who wanted it has left", async () => {
    const { taskId: left } = await uploadAndEnd(server, jobId, "c.jpg", "left alone");
    const { promise, resolve } = Promise.withResolvers<void>();
    const make = server.engine.preview.bind(server.engine);
    const begun = vi.spyOn(server.engine, "preview").mockImplementation(async (wish, take) => {
      await promise;
      return make(wish, take);
    });
    const outgoing = request({ host: "127.0.0.1", port: server.port, path: `${viewPath("source", left)}?preview=1` });
    outgoing.on("error", () => {});
    outgoing.end();
    await vi.waitFor(() => expect(begun).toHaveBeenCalled());
    outgoing.destroy();
    const connections = () => new Promise((done) => server.server.getConnections((_, count) => done(count)));
    await vi.waitFor(async () => expect(await connections()).toBe(0), 10_000);
    resolve();
    await vi.waitFor(async () => expect(await begun.mock.results[0]?.value).toMatchObject({ ok: false }));
    begun.mockRestore();
    const again = await server.send(`${viewPath("source", left)}?preview=1`);
    expect([again.status, again.body.toString()]).toEqual([200, "LEFT ALONE"]);
  });

  it("goes with its file", async () => {
    const ofJob = await createJob(server, { format: "webp" });
    const { taskId: id } = await uploadAndEnd(server, ofJob, "d.jpg", "to be deleted");
    const kept = await storedPreviews();
    for (const side of ["source", 0]) await server.send(`${viewPath(side, id, ofJob)}?preview=1`);
    expect(await storedPreviews()).toHaveLength(kept.length + 2);
    await server.service.deleteJob("local", ofJob);
    expect((await storedPreviews()).toSorted()).toEqual(kept.toSorted());
  });

  it("that is made while its file is deleted does not stay", async () => {
    const ofJob = await createJob(server, { format: "webp" });
    const { taskId: id } = await uploadAndEnd(server, ofJob, "e.jpg", "deleted meanwhile");
    const kept = await storedPreviews();
    const make = server.engine.preview.bind(server.engine);
    vi.spyOn(server.engine, "preview").mockImplementationOnce((wish, take) =>
      make(wish, async (file) => {
        await server.service.deleteJob("local", ofJob);
        return take(file);
      }),
    );
    const answer = await server.send(`${viewPath("source", id, ofJob)}?preview=1`);
    expect([answer.status, answer.code()]).toEqual([404, "notFound"]);
    expect((await storedPreviews()).toSorted()).toEqual(kept.toSorted());
  });

  it("survives a restart where its file does, and goes at a start where it does not", async () => {
    const keys = await storedPreviews();
    expect(keys.length).toBeGreaterThan(0);
    await server.blobs.put("previews/sources/gone", Readable.from([Buffer.from("left over")]));
    const again = await startTestServer({}, server.dataDir);
    expect((await storedPreviews()).toSorted()).toEqual(keys.toSorted());
    await again.close();
  });
});
