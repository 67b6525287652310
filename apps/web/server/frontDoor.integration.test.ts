import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import { afterEach, describe, expect, it } from "vitest";
import { type Door, openDoor, sessionAnswers } from "./testing/fakeWorker.ts";

let door: Door;
afterEach(() => door.close());

const get = (path: string, headers: Record<string, string> = {}, method = "GET") =>
  fetch(`${door.url}${path}`, { headers, method, redirect: "manual" });

const page = { accept: "text/html,application/xhtml+xml" };

const everyPath = [
  "/",
  "/jobs",
  "/jobs/0",
  "/_next/static/chunks/main.js",
  "/icon.svg",
  "/favicon.ico",
  "/index.html",
  "//x",
  "/%2e%2e/x",
  "/apix",
];

describe("without access", () => {
  it.each(everyPath)("%s is the page that asks for the token, and nothing of the app", async (path) => {
    door = await openDoor(sessionAnswers(401));
    for (const headers of [page, { accept: "*/*" }]) {
      const answer = await get(path, headers);
      expect(answer.status).toBe(401);
      const text = await answer.text();
      expect(text).toContain("asks for an access token");
      expect(text).not.toContain("_next");
      expect(text).not.toBe("page");
    }
  });

  it.each([
    [{ "accept-language": "de-DE,de;q=0.9" }, "de", "verlangt ein Zugangstoken"],
    [{ "accept-language": "de", cookie: "pixelmill.locale=es" }, "es", "pide un token de acceso"],
  ])("is in the language of the browser or of the visitor's choice: %j", async (headers, locale, text) => {
    door = await openDoor(sessionAnswers(401));
    const html = await (await get("/", { ...page, ...headers })).text();
    expect(html).toContain(`<html lang="${locale}">`);
    expect(html).toContain(text);
  });

  it("is not the app's either by a method that pages do not have", async () => {
    door = await openDoor(sessionAnswers(401));
    expect((await get("/", page, "POST")).status).toBe(405);
  });

  it("hands a token to the worker and leads on with its session", async () => {
    const asked: string[] = [];
    door = await openDoor((req, res) => {
      asked.push(req.url ?? "");
      res.writeHead(303, { location: "/", "set-cookie": "s=1; HttpOnly" }).end();
    });
    const answer = await get("/?token=a%26b", page);
    expect(asked).toEqual(["/api/v1/session?token=a%26b"]);
    // Not a redirect: a Strict cookie is not sent on one that began on another site.
    expect(answer.status).toBe(200);
    expect(answer.headers.get("refresh")).toBe("0; url=/");
    expect(answer.headers.get("set-cookie")).toBe("s=1; HttpOnly");
  });

  it("says that too many tokens were wrong", async () => {
    door = await openDoor(sessionAnswers(429));
    for (const [path, headers] of [
      ["/?token=right", page],
      ["/", { ...page, authorization: "Bearer wrong" }],
    ] as const) {
      const answer = await get(path, headers);
      expect(answer.status).toBe(429);
      expect(await answer.text()).toContain("Too many wrong tokens");
    }
  });

  it("says that a token is wrong", async () => {
    door = await openDoor(sessionAnswers(401));
    const answer = await get("/?token=wrong", page);
    expect(answer.status).toBe(401);
    expect(await answer.text()).toContain("This is not the token");
  });
});

describe("with access", () => {
  it("serves the page, passes the new session on, and tells the worker who asks", async () => {
    const asked: IncomingMessage[] = [];
    door = await openDoor((req, res) => {
      asked.push(req);
      res.writeHead(204, { "set-cookie": "s=1" }).end();
    });
    const answer = await get("/jobs", { ...page, cookie: "c=2", authorization: "Bearer t", "x-forwarded-for": "10.0.0.1" });
    expect(await answer.text()).toBe("page");
    expect(answer.headers.get("set-cookie")).toBe("s=1");
    expect(asked[0]?.url).toBe("/api/v1/session?start=1");
    const told = { cookie: "c=2", authorization: "Bearer t", host: new URL(door.url).host, "x-forwarded-for": "127.0.0.1" };
    expect(asked[0]?.headers).toMatchObject(told);
  });

  it("starts no session for what a page fetches", async () => {
    const asked: string[] = [];
    door = await openDoor((req, res) => {
      asked.push(req.url ?? "");
      res.writeHead(204).end();
    });
    await get("/_next/static/x.js", { accept: "*/*" });
    expect(asked).toEqual(["/api/v1/session"]);
  });

  it("sets a policy with a nonce of its own on each page", async () => {
    const seen: unknown[] = [];
    door = await openDoor(sessionAnswers(204), {
      renderPage: async (req, res) => {
        seen.push(req.headers["content-security-policy"]);
        res.end();
      },
    });
    const policies = [await get("/", page), await get("/", page)].map(({ headers }) => headers.get("content-security-policy"));
    expect(policies).toEqual(seen);
    expect(policies[0]).not.toBe(policies[1]);
    expect(policies[0]).toMatch(/script-src 'self' 'nonce-[\w+/=]{24}';/);
    expect(policies[0]).toContain("frame-ancestors 'none'");
    const { headers } = await get("/", page);
    expect(headers.get("x-content-type-options")).toBe("nosniff");
  });

  it("takes no header of the client for its policy", async () => {
    let seen: unknown;
    door = await openDoor(sessionAnswers(204), {
      renderPage: async (req, res) => {
        seen = req.headers["content-security-policy"];
        res.end();
      },
    });
    await get("/", { ...page, "content-security-policy": "script-src 'nonce-mine'" });
    expect(seen).not.toContain("nonce-mine");
  });

  it("does not mistake other paths for the API", async () => {
    door = await openDoor(sessionAnswers(204));
    for (const path of ["/apix", "/api.html", "/x/api/"]) expect(await (await get(path)).text()).toBe("page");
    for (const path of ["/api", "/api/", "/api?x", "/api/nothing"]) expect((await get(path)).status).toBe(404);
  });
});

describe("where the worker does not serve", () => {
  it("says that it is not there, and looks again by itself", async () => {
    door = await openDoor(() => {});
    door.worker.close();
    await once(door.worker, "close");
    for (const path of ["/", "/?token=x"]) {
      const answer = await get(path, page);
      expect(answer.status).toBe(503);
      expect(answer.headers.get("retry-after")).toBe("3");
      expect(await answer.text()).toContain('<meta http-equiv="refresh" content="3">');
    }
  });

  it("shows nothing under an address that is refused", async () => {
    door = await openDoor(sessionAnswers(403));
    const answer = await get("/", page);
    expect(answer.status).toBe(403);
    expect(await answer.text()).not.toBe("page");
  });

  it("answers 503 where rendering breaks", async () => {
    door = await openDoor(sessionAnswers(204), { renderPage: () => Promise.reject(new Error("broken on purpose")) });
    expect((await get("/", page)).status).toBe(503);
  });
});

it("has no limit on how long an upload takes, and one on its headers", async () => {
  const { createFrontDoor } = await import("./frontDoor.ts");
  const server = createFrontDoor({ workerPort: 1, dev: false, renderPage: async () => {} });
  expect(server.requestTimeout).toBe(0);
  expect(server.headersTimeout).toBe(60_000);
  door = await openDoor(() => {});
});
