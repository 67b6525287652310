import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { settingsSchema } from "@pixelmill/core";
import { createTRPCClient, httpBatchLink } from "@trpc/client";
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from "vitest";
import type { AppRouter } from "../router/router.ts";
import { StorageFullError } from "../store/storageFull.ts";
import { failCommits } from "../store/testing/failCommits.ts";
import { createJob, newId, startTestServer, type TestServer, uploadAndEnd } from "./testing/testServer.ts";

vi.mock("../engine/engine.ts", () => import("./testing/testEngine.ts"));

let server: TestServer;

/** Every path of the worker, with a method it takes. */
const paths = (id: string): readonly (readonly [string, string])[] => [
  ["GET", "/"],
  ["GET", "/nothing/here"],
  ["GET", "/api/trpc/jobs.list"],
  ["POST", "/api/trpc/jobs.create"],
  ["GET", "/api/trpc/system.capacity"],
  ["PUT", `/api/v1/jobs/${id}/files/${id}?path=a.jpg`],
  ["GET", `/api/v1/jobs/${id}/files/${id}/result`],
  ["HEAD", `/api/v1/jobs/${id}/files/${id}/result`],
  ["GET", `/api/v1/jobs/${id}/files/${id}/result/1`],
  ["GET", `/api/v1/jobs/${id}/files/${id}/view/source`],
  ["GET", `/api/v1/jobs/${id}/files/${id}/view/0?preview=1`],
  ["GET", `/api/v1/jobs/${id}/zip`],
  ["POST", `/api/v1/jobs/${id}/zip`],
  ["POST", "/api/v1/uploads"],
  ["HEAD", `/api/v1/uploads/${id}`],
  ["PATCH", `/api/v1/uploads/${id}`],
  ["DELETE", `/api/v1/uploads/${id}`],
  ["POST", "/api/v1/optimize"],
  ["PUT", "/api/v1/optimize"],
  ["POST", "/api/v1/session"],
  ["GET", "/api/v1/session"],
  ["GET", "/api/v1/session/"],
  ["OPTIONS", "/api/v1/uploads"],
];

describe("with a HOST beyond loopback", () => {
  afterAll(() => server.close());
  let token: string;
  beforeAll(async () => {
    server = await startTestServer({ HOST: "0.0.0.0" });
    token = (await readFile(join(server.dataDir, "access-token"), "utf8")).trim();
  });

  it("keeps a random token of 128 bits that only its owner can read", async () => {
    expect(token).toMatch(/^[0-9a-f]{32}$/);
    expect(server.access.token).toBe(token);
    if (process.platform !== "win32") expect((await stat(join(server.dataDir, "access-token"))).mode & 0o777).toBe(0o600);
  });

  it.each(paths(newId()))("gives a client without the token nothing: %s %s", async (method, path) => {
    const answer = await server.send(path, { method });
    expect(answer.status).toBe(401);
    if (method !== "HEAD") expect(answer.code()).toBe("accessTokenRequired");
    expect(answer.headers["set-cookie"]).toBeUndefined();
  });

  it.each([
    ["a wrong bearer token", { Authorization: `Bearer ${"0".repeat(32)}` }],
    ["an empty bearer token", { Authorization: "Bearer " }],
    ["the token as another scheme", { Authorization: "Basic dG9rZW4=" }],
    ["a forged session", { Cookie: `pixelmill_session=${"a".repeat(32)}.${"b".repeat(64)}` }],
    ["a session named local", { Cookie: "pixelmill_session=local" }],
  ])("gives a client with %s nothing", async (_, headers) => {
    expect((await server.send("/api/trpc/jobs.list", { headers })).status).toBe(401);
  });

  it("turns the token into a session cookie and leads to the start page", async () => {
    const answer = await server.send(`/api/v1/session?token=${token}`);
    expect([answer.status, answer.headers.location]).toEqual([303, "/"]);
    const [cookie = ""] = answer.headers["set-cookie"] ?? [];
    expect(cookie).toMatch(/^pixelmill_session=[0-9a-f]{32}\.[0-9a-f]{64}; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Strict$/);
    const headers = { Cookie: `theme=dark; ${cookie.split(";")[0]}` };
    expect((await server.send("/api/v1/session", { headers })).status).toBe(204);
    expect((await server.send("/api/trpc/jobs.list", { headers })).status).toBe(200);
  });

  it("refuses a wrong token at the session exchange", async () => {
    for (const wrong of [token.slice(1), `${token}0`, "", "x"]) {
      const answer = await server.send(`/api/v1/session?token=${wrong}`);
      expect([answer.status, answer.headers["set-cookie"]]).toEqual([401, undefined]);
    }
  });

  it("looks at no more tokens of an address that has sent many wrong ones, in whatever way they come", async () => {
    // No time passes: it would give tries back.
    const clock = vi.spyOn(performance, "now").mockReturnValue(performance.now());
    onTestFinished(() => clock.mockRestore());
    const guesser = { "X-Forwarded-For": "192.168.1.66" };
    const guess = (text: string, at: number) =>
      at % 2 === 0
        ? server.send("/api/trpc/jobs.list", { headers: { ...guesser, Authorization: `Bearer ${text}` } })
        : server.send(`/api/v1/session?token=${text}`, { headers: guesser });
    for (let at = 0; at < 10; at += 1) expect((await guess(`wrong-${at}`, at)).status).toBe(401);
    for (const [at, text] of ["wrong", token, "wrong", token].entries()) {
      const answer = await guess(text, at);
      expect([answer.status, answer.code(), answer.headers["retry-after"]]).toEqual([429, "tooManyTokens", "6"]);
      expect(answer.headers["set-cookie"]).toBeUndefined();
    }
    expect((await server.send("/api/v1/session", { headers: guesser })).status).toBe(401);
    const Authorization = `Bearer ${token}`;
    expect((await server.send("/api/v1/session", { headers: { Authorization } })).status).toBe(204);
    const Cookie = server.access.newSession().split(";")[0] ?? "";
    expect((await server.send("/api/v1/session", { headers: { ...guesser, Cookie, Authorization } })).status).toBe(204);
  });

  it("takes the token from scripts as bearer, all of them one owner", async () => {
    const headers = { Authorization: `Bearer ${token}` };
    const jobId = await createJob(server, {}, "token");
    const put = await server.send(`/api/v1/jobs/${jobId}/files/${newId()}?path=a.jpg`, { method: "PUT", body: "wait", headers });
    expect(put.status).toBe(201);
    expect((await server.send("/api/v1/session?start=1", { headers })).headers["set-cookie"]).toBeUndefined();
  });

  it("keeps sessions over a restart, and ends them when the token changes", async () => {
    const { headers } = await server.send(`/api/v1/session?token=${token}`);
    const Cookie = headers["set-cookie"]?.[0]?.split(";")[0] ?? "";
    const again = await startTestServer({ HOST: "0.0.0.0" }, server.dataDir);
    expect((await again.send("/api/v1/session", { headers: { Cookie } })).status).toBe(204);
    await again.close();
    const changed = await startTestServer({ HOST: "0.0.0.0", ACCESS_TOKEN: "another-token-of-mine" }, server.dataDir);
    expect((await changed.send("/api/v1/session", { headers: { Cookie } })).status).toBe(401);
    await changed.close();
  });
});

describe("on loopback", () => {
  afterAll(() => server.close());
  beforeAll(async () => {
    server = await startTestServer();
  });

  it("needs no token, and tells so", async () => {
    expect(server.access.token).toBeNull();
    expect((await server.send("/api/v1/session")).status).toBe(204);
    expect((await server.send("/api/v1/session?token=old-link")).headers.location).toBe("/");
  });

  it("needs the token where one is given", async () => {
    const guarded = await startTestServer({ ACCESS_TOKEN: "a-token-of-my-own" });
    expect((await guarded.send("/api/trpc/jobs.list")).status).toBe(401);
    const headers = { Authorization: "Bearer a-token-of-my-own" };
    expect((await guarded.send("/api/trpc/jobs.list", { headers })).status).toBe(200);
    await guarded.close();
  });

  it("gives a browser an owner of its own, once", async () => {
    const first = await server.send("/api/v1/session?start=1");
    const Cookie = first.headers["set-cookie"]?.[0]?.split(";")[0] ?? "";
    expect([first.status, Cookie]).toEqual([204, expect.stringMatching(/^pixelmill_session=/)]);
    expect((await server.send("/api/v1/session?start=1", { headers: { Cookie } })).headers["set-cookie"]).toBeUndefined();
    const jobId = await createJob(server);
    const path = `/api/trpc/jobs.get?input=${encodeURIComponent(JSON.stringify({ jobId }))}`;
    expect((await server.send(path)).status).toBe(200);
    expect((await server.send(path, { headers: { Cookie } })).status).toBe(404);
  });

  it.each(paths(newId()).filter(([method]) => method !== "HEAD"))(
    "refuses another site's name in the Host header: %s %s",
    async (method, path) => {
      const answer = await server.send(path, { method, headers: { Host: "evil.example:3000" } });
      expect([answer.status, answer.code()]).toEqual([403, "forbiddenOrigin"]);
    },
  );

  it("answers under localhost, IP addresses and allowed names", async () => {
    const named = await startTestServer({ ALLOWED_HOSTS: "images.example.org" });
    for (const Host of ["localhost:3000", "127.0.0.1", "[::1]:3000", "192.168.1.20:3000", "images.example.org", "LOCALHOST"]) {
      expect((await named.send("/api/v1/session", { headers: { Host } })).status, Host).toBe(204);
    }
    await named.close();
  });

  const form = { "Content-Type": "multipart/form-data; boundary=x" };
  it.each([
    ["POST", "/api/trpc/jobs.create", { Origin: "http://evil.example" }],
    ["POST", "/api/trpc/jobs.create", { Origin: "http://evil.example", ...form }],
    ["POST", "/api/trpc/jobs.create", { Origin: "null" }],
    ["POST", "/api/trpc/jobs.create", { "Sec-Fetch-Site": "cross-site" }],
    ["POST", "/api/trpc/jobs.create", { "Sec-Fetch-Site": "same-site" }],
    ["POST", "/api/trpc/jobs.create", { Origin: "http://localhost:8080" }],
    ["PUT", `/api/v1/jobs/${newId()}/files/${newId()}?path=a`, { Origin: "http://evil.example" }],
    ["POST", "/api/v1/uploads", { Origin: "http://evil.example" }],
    ["PATCH", `/api/v1/uploads/${newId()}`, { Origin: "http://evil.example" }],
    ["DELETE", `/api/v1/uploads/${newId()}`, { Origin: "http://evil.example" }],
    ["POST", "/api/v1/optimize", { Origin: "http://evil.example" }],
    ["POST", `/api/v1/jobs/${newId()}/zip`, { Origin: "http://evil.example" }],
  ])("refuses a change that another site asks for: %s %s %j", async (method, path, headers) => {
    const answer = await server.send(path, { method, headers: { Host: "localhost:3000", ...headers } });
    expect([answer.status, answer.code()]).toEqual([403, "forbiddenOrigin"]);
  });

  it("takes a change from a page under an allowed name, whatever name a proxy put into the Host header", async () => {
    const named = await startTestServer({ ALLOWED_HOSTS: "images.example.org,mill.lan:8443" });
    const sent = (Origin: string, Host: string) =>
      named.send("/api/trpc/jobs.create", {
        method: "POST",
        headers: { Host, Origin, "Content-Type": "application/json" },
        body: "{}",
      });
    for (const Host of ["127.0.0.1:3000", "localhost", "images.example.org"]) {
      for (const Origin of ["https://images.example.org", "https://mill.lan:8443"])
        expect((await sent(Origin, Host)).status, `${Origin} as ${Host}`).toBe(200);
      for (const Origin of ["https://images.example.org:8443", "https://mill.lan", "https://evil.example"])
        expect((await sent(Origin, Host)).status, `${Origin} as ${Host}`).toBe(403);
    }
    await named.close();
  });

  it("takes a change from its own page", async () => {
    const headers = {
      Host: "192.168.1.20:3000",
      Origin: "http://192.168.1.20:3000",
      "Sec-Fetch-Site": "same-origin",
      "Content-Type": "application/json",
    };
    const answer = await server.send("/api/trpc/jobs.create", { method: "POST", headers, body: "{}" });
    expect(answer.status).toBe(200);
  });

  it.each(paths(newId()))("sends nosniff and no CORS header: %s %s", async (method, path) => {
    const { headers } = await server.send(path, { method, headers: { Origin: "http://localhost:3000", Host: "localhost:3000" } });
    expect(headers["x-content-type-options"]).toBe("nosniff");
    expect(Object.keys(headers).filter((name) => name.startsWith("access-control-"))).toEqual([]);
  });

  it.each([
    ["GET", "/nothing"],
    ["GET", "/api/v1/../../etc/passwd"],
    ["GET", "//evil.example/api/v1/session"],
    ["DELETE", "/api/v1/optimize"],
    ["GET", "/api/v1/jobs//zip"],
    ["GET", `/api/v1/jobs/${newId()}/zip/`],
    ["GET", "/api/v1/jobs/%2e%2e/zip"],
    ["GET", `/api/v1/jobs/${newId()}/files/..%2f..%2fjobs.db/result`],
    ["GET", `/api/v1/jobs/..%5c..%5cjobs.db/files/${newId()}/result`],
  ])("answers notFound where there is nothing: %s %s", async (method, path) => {
    const answer = await server.send(path, { method });
    expect([answer.status, answer.code()]).toEqual([404, "notFound"]);
  });

  it("refuses an address in absolute form", async () => {
    const answer = await server.send("http://evil.example/api/v1/session");
    expect([answer.status, answer.code()]).toEqual([400, "invalidRequest"]);
  });

  it("logs a bug with its stack and tells only its code", async () => {
    vi.spyOn(server.service, "deliveredFile").mockRejectedValue(new Error("secret detail of /srv/data"));
    const answer = await server.send(`/api/v1/jobs/${newId()}/files/${newId()}/result?token=hush`);
    expect([answer.status, answer.code()]).toEqual([500, "internal"]);
    expect(answer.body.toString()).not.toContain("secret");
    expect(server.errors.join()).toContain("secret detail");
    expect(server.errors.join()).toContain("server.integration.test.ts");
    expect(server.errors.join()).not.toContain("hush");
  });

  it("tells of a full disk as such", async () => {
    vi.spyOn(server.service, "jobReport").mockRejectedValueOnce(new StorageFullError("no room in /srv/data"));
    const answer = await server.send(`/api/v1/jobs/${newId()}/report.json`);
    expect([answer.status, answer.code()]).toEqual([507, "storageFull"]);
  });

  it("has no time limit for bodies, and one for headers", () => {
    expect(server.server.requestTimeout).toBe(0);
    expect(server.server.headersTimeout).toBeGreaterThan(0);
  });
});

describe("tRPC", () => {
  afterAll(() => server.close());
  beforeAll(async () => {
    server = await startTestServer();
  });

  const client = () =>
    createTRPCClient<AppRouter>({ links: [httpBatchLink({ url: `http://127.0.0.1:${server.port}/api/trpc` })] });

  it("answers calls, batched ones too", async () => {
    const api = client();
    const job = await api.jobs.create.mutate({ settings: { outputs: [{ format: "webp" }] } });
    const [got, listed] = await Promise.all([api.jobs.get.query({ jobId: job.id }), api.jobs.list.query()]);
    expect(got.settings.outputs).toEqual(settingsSchema.parse({ outputs: [{ format: "webp" }] }).outputs);
    expect(listed.map(({ id }) => id)).toEqual([job.id]);
  });

  it("gives a failure its code", async () => {
    await expect(client().jobs.get.query({ jobId: newId() })).rejects.toMatchObject({
      data: { httpStatus: 404, failure: { code: "notFound" } },
    });
  });

  it("tells of a full disk as such, and takes the same call again once there is room", async () => {
    const full = failCommits();
    await expect(client().jobs.create.mutate({})).rejects.toMatchObject({
      data: { httpStatus: 503, failure: { code: "storageFull" } },
    });
    full.mockRestore();
    expect((await client().jobs.create.mutate({})).state).toBe("open");
  });

  it("streams a job's changes as server-sent events, and stops when the client leaves", async () => {
    const jobId = await createJob(server);
    const stop = new AbortController();
    const input = encodeURIComponent(JSON.stringify({ jobId }));
    const answer = await fetch(`http://127.0.0.1:${server.port}/api/trpc/jobs.changes?input=${input}`, { signal: stop.signal });
    expect(answer.headers.get("content-type")).toContain("text/event-stream");
    const events = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
    const seen = async (text: string) => {
      let all = "";
      while (!all.includes(text)) all += (await events?.read())?.value ?? "";
      return all;
    };
    await seen(jobId);
    const { taskId: id } = await uploadAndEnd(server, jobId, "a.jpg", "photo bytes");
    expect(await seen(`"optimized"`)).toContain(id);
    stop.abort();
    const connections = () => new Promise((resolve) => server.server.getConnections((_, count) => resolve(count)));
    await vi.waitFor(async () => expect(await connections()).toBe(0));
  });

  it("refuses a body that no call needs", async () => {
    const headers = { "Content-Type": "application/json" };
    const body = JSON.stringify({ settings: { outputs: "x".repeat(5_000_000) } });
    expect((await server.send("/api/trpc/jobs.create", { method: "POST", headers, body })).status).toBe(413);
  });
});
