import type { Browser } from "playwright-core";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { en as plainMessages } from "../apps/web/server/messages/en.ts";
import type { Id, TaskView } from "../packages/core/src/index.ts";
import { launchBrowser, newVisitor, openPage, type Visitor } from "./support/browser.ts";
import { download, job, tasksOf, untilFinished } from "./support/jobPage.ts";
import { pageFaults } from "./support/pageFaults.ts";
import { drawPicture } from "./support/pictures.ts";
import { type RawRequest, send } from "./support/rawRequest.ts";
import { type Stack, startStack } from "./support/stack.ts";
import { chooseFolder, startButton, startJob } from "./support/startPage.ts";
import { type Folder, writeTree } from "./support/tree.ts";

const otherId = "0123456789abcdef0123456789abcdef";

describe("a Pixelmill that serves the network", () => {
  let stack: Stack;
  let browser: Browser;
  let owner: Visitor;
  let folder: Folder;
  let token: string;
  let jobId: Id;
  let task: TaskView;
  const asked = new Set<string>();

  beforeAll(async () => {
    const photo = await drawPicture("city", 600, 400).jpeg().toBuffer();
    const tree = new Map([["private/secret-plan.jpg", photo]]);
    [stack, browser, folder] = await Promise.all([startStack({ HOST: "0.0.0.0" }), launchBrowser(), writeTree(tree)]);
    token = new URL(stack.link).searchParams.get("token") ?? "";
    owner = await newVisitor(browser);
    owner.context.on("request", (request) => asked.add(new URL(request.url()).pathname));
    // The printed link names this machine's address in the network; the tests stay on loopback.
    await openPage(owner.page, `${stack.url}/?token=${token}`);
    await chooseFolder(owner.page, `${folder.parent}/private`);
    jobId = await startJob(owner.page);
    await untilFinished(owner.page);
    const [first] = await tasksOf(owner.page, jobId);
    if (first === undefined) throw new Error("The job has no task.");
    task = first;
  });

  afterAll(async () => {
    await browser?.close();
    await folder?.remove();
    await stack?.stop();
  });

  it("prints a link with a token of 128 bits, and a QR code of it", () => {
    expect(token).toMatch(/^[0-9a-f]{32}$/);
    expect(stack.output()).toMatch(/(?:[ █▀▄]{21,}\n){11,}/);
  });

  it("lets in whoever opens the link, in a session that scripts of a page can't read", async () => {
    expect(owner.page.url()).toBe(`${stack.url}/jobs/${jobId}`);
    const cookies = await owner.context.cookies();
    expect(cookies).toMatchObject([{ name: "pixelmill_session", httpOnly: true, sameSite: "Strict" }]);
    const { file } = await download(owner.page, () => owner.page.getByTestId("download-file").click());
    expect(await sharp(file).metadata()).toMatchObject({ format: "jpeg", width: 600, height: 400 });
    expect(owner.problems).toEqual([]);
  });

  it("asks everyone else for the token, and says where a token is wrong", async () => {
    const { page, context } = await newVisitor(browser);
    await page.goto(`${stack.url}/jobs/${jobId}`);
    await page.getByRole("heading", { name: plainMessages.tokenTitle }).waitFor();
    await page.getByLabel(plainMessages.tokenLabel).fill("0".repeat(32));
    await page.getByRole("button", { name: plainMessages.tokenButton }).click();
    await page.getByText(plainMessages.tokenWrong).waitFor();
    expect(await pageFaults(page)).toEqual([]);
    expect(await context.cookies()).toEqual([]);
    await page.getByLabel(plainMessages.tokenLabel).fill(token);
    await page.getByRole("button", { name: plainMessages.tokenButton }).click();
    await startButton(page).waitFor();
    expect(page.url()).not.toContain(token);
    await page.goto(`${stack.url}/jobs/${jobId}`);
    await page.getByTestId("job-problem").waitFor();
    expect(await job(page).count()).toBe(0);
    expect(await pageFaults(page)).toEqual([]);
    await context.close();
  });

  /** Everything that is served, as a stranger would ask for it. */
  function everyRequest(): RawRequest[] {
    const upload = `/api/v1/jobs/${jobId}/files/${otherId}?path=x.jpg`;
    const input = encodeURIComponent(JSON.stringify({ jobId }));
    const json = { "content-type": "application/json" };
    const tus = { "tus-resumable": "1.0.0" };
    const get = [
      ...[
        "/",
        "/jobs",
        `/jobs/${jobId}`,
        "/icon.svg",
        "/favicon.ico",
        "/nothing",
        "/_next/",
        "/_next/image?url=%2Ficon.svg&w=64&q=75",
      ],
      ...["//jobs", "/jobs/../jobs", "/%6aobs", "/?", "/?_rsc=1", "/index.html", "/_next/static/../../package.json"],
      ...[...asked].filter((path) => path.startsWith("/_next/")),
      ...["/api", "/api/", "/API/trpc/jobs.list", "/api/v1/session", "/api/v1/session?start=1", "/api/v1/nothing"],
      ...["jobs.list", `jobs.get?input=${input}`, `jobs.changes?input=${input}`, "system.capacity", "nothing"].map(
        (call) => `/api/trpc/${call}`,
      ),
      ...[`/api/v1/jobs/${jobId}/zip`, `/api/v1/jobs/${jobId}/zip?manifest=1`, `/api/v1/jobs/${jobId}/files/${task.id}/result`],
    ];
    return [
      ...get.map((path) => ({ path })),
      ...["/", `/jobs/${jobId}`].map((path) => ({ path, headers: { rsc: "1", "next-router-prefetch": "1" } })),
      ...["/", `/api/v1/jobs/${jobId}/files/${task.id}/result`].map((path) => ({ method: "HEAD", path })),
      { method: "PUT", path: upload, body: "bytes" },
      { method: "POST", path: "/api/v1/uploads", headers: { ...tus, "upload-length": "5" } },
      { method: "HEAD", path: `/api/v1/uploads/${otherId}`, headers: tus },
      { method: "PATCH", path: `/api/v1/uploads/${otherId}`, headers: { ...tus, "upload-offset": "0" }, body: "bytes" },
      { method: "POST", path: "/api/v1/optimize?format=webp", body: "bytes" },
      { method: "POST", path: `/api/v1/jobs/${jobId}/zip`, body: `tasks=${task.id}` },
      { method: "POST", path: "/api/trpc/jobs.create", headers: json, body: '{"settings":{}}' },
      { method: "POST", path: "/api/trpc/jobs.delete", headers: json, body: JSON.stringify({ jobId }) },
      { method: "OPTIONS", path: "/api/trpc/jobs.list", headers: { origin: "http://evil.example" } },
    ];
  }

  const wrong = "f".repeat(32);
  it.each<[string, RawRequest["headers"]]>([
    ["no token", {}],
    ["a wrong bearer token", { authorization: `Bearer ${wrong}` }],
    ["a wrong token as a password", { authorization: `Basic ${Buffer.from(`x:${wrong}`).toString("base64")}` }],
    ["a session that nobody signed", { cookie: `pixelmill_session=${wrong}.${wrong}${wrong}` }],
  ])("gives nothing to a client with %s, whatever it asks for", async (_, credentials) => {
    expect([...asked].some((path) => path.startsWith("/_next/static/"))).toBe(true);
    for (const server of [stack.url, stack.workerUrl]) {
      for (const request of everyRequest()) {
        const { status, headers, body } = await send(server, { ...request, headers: { ...request.headers, ...credentials } });
        const what = `${request.method ?? "GET"} ${server}${request.path}: ${status} ${body}`;
        expect(status, what).toBe(401);
        expect(headers, what).not.toHaveProperty("set-cookie");
        expect(headers, what).not.toHaveProperty("access-control-allow-origin");
        expect(body, what).not.toMatch(/_next|secret-plan|encoders/);
      }
    }
  });

  it("serves all that to the token", async () => {
    const headers = { authorization: `Bearer ${token}` };
    for (const path of ["/", "/jobs", "/icon.svg", "/api/trpc/jobs.list", "/api/trpc/system.capacity", ...asked]) {
      // Jobs belong to the session that made them.
      if (path.includes(jobId)) continue;
      expect([path, (await send(stack.url, { path, headers })).status]).not.toEqual([path, 401]);
    }
  });

  it.each(["?token=", `?token=${wrong}`, "?token=0", `?TOKEN=${wrong}`])("gives no session for the link %s", async (query) => {
    for (const path of [`/${query}`, `/api/v1/session${query}`]) {
      const { status, headers } = await send(stack.url, { path });
      expect([path, status]).toEqual([path, 401]);
      expect(headers).not.toHaveProperty("set-cookie");
    }
  });

  it("takes the token from scripts as a bearer token", async () => {
    const photo = await drawPicture("balloons", 300, 200).png().toBuffer();
    const path = "/api/v1/optimize?format=jpeg";
    const { status, headers } = await send(stack.url, {
      method: "POST",
      path,
      headers: { authorization: `Bearer ${token}` },
      body: photo,
    });
    expect([status, headers["content-type"]]).toEqual([200, "image/jpeg"]);
  });

  it("serves no other name than its own, token or not", async () => {
    const headers = { host: "evil.example", authorization: `Bearer ${token}` };
    for (const path of ["/", "/api/trpc/jobs.list", "/api/v1/session"]) {
      const { status, body } = await send(stack.url, { path, headers });
      expect(status, body).toBeGreaterThanOrEqual(400);
      expect(body).not.toMatch(/_next|secret-plan/);
    }
  });
});
