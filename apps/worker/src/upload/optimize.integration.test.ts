import { execFile } from "node:child_process";
import { readdir, writeFile } from "node:fs/promises";
import { request } from "node:http";
import { join } from "node:path";
import { promisify } from "node:util";
import { defaultSettings } from "@pixelmill/core";
import { nativeStatus } from "@pixelmill/native";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { startTestServer, type TestServer } from "../http/testing/testServer.ts";

vi.mock("../engine/engine.ts", () => import("../http/testing/testEngine.ts"));

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ MAX_FILE_SIZE: "1000" });
});
afterEach(() => vi.restoreAllMocks());
afterAll(() => server.close());

const optimize = (query: string, body: string, method = "POST", headers = {}) =>
  server.send(`/api/v1/optimize${query}`, { method, body, headers });

/** Files of requests that are not answered yet. */
const filesLeft = () => readdir(join(server.dataDir, "one-shot"));

/** Neither job nor file is left, once what follows the answer is done. */
const expectNothingLeft = () =>
  vi.waitFor(async () => {
    expect(await server.service.jobs("local")).toEqual([]);
    expect(await Array.fromAsync(server.blobs.list(""))).toEqual([]);
    expect(await filesLeft()).toEqual([]);
  });

describe("one-shot", () => {
  it.each(["POST", "PUT"])("answers %s with the result and its facts, and forgets everything", async (method) => {
    const answer = await optimize("?format=webp&quality=80&resize=width=1920&name=photo.jpg", "0123456789", method);
    expect([answer.status, answer.body.toString()]).toEqual([200, "01234"]);
    expect(answer.headers).toMatchObject({
      "content-type": "image/webp",
      "content-length": "5",
      "content-disposition": `attachment; filename="photo.webp"; filename*=UTF-8''photo.webp`,
      "x-pixelmill-status": "optimized",
      "x-pixelmill-source-bytes": "10",
      "x-pixelmill-output-bytes": "5",
      "x-pixelmill-width": "40",
      "x-pixelmill-height": "30",
      "x-pixelmill-warnings": "metadataKept",
      "x-pixelmill-encode-ms": "5",
    });
    await vi.waitFor(expectNothingLeft);
  });

  it("is an interactive task of the settings in its query", async () => {
    await optimize("?format=avif&quality=50&resize=longest=800&minimumSaving=0.1", "0123456789");
    expect(server.engine.submitted.at(-1)).toMatchObject({
      priority: "interactive",
      settings: {
        outputs: [{ format: "avif", quality: 50, resize: { mode: "longest", pixels: 800 } }],
        minimumSaving: 0.1,
      },
    });
  });

  it("takes a box, what may be enlarged and what is sharpened", async () => {
    await optimize("?resize=box=800x600,fit=cover,position=entropy&enlarge=true&sharpen=true", "0123456789");
    const resize = { mode: "box", width: 800, height: 600, fit: "cover", position: "entropy", enlarge: true };
    expect(server.engine.submitted.at(-1)).toMatchObject({ settings: { outputs: [{ resize, sharpen: true }] } });
  });

  it("takes the defaults without a query", async () => {
    const answer = await optimize("", "0123456789");
    expect(server.engine.submitted.at(-1)?.settings).toEqual(defaultSettings);
    expect(answer.headers["content-disposition"]).toContain('filename="image.jpg"');
  });

  it.each([
    [
      "format=auto&target=75&candidates=webp,avif&effort=fast",
      { format: "auto", candidates: ["webp", "avif"], quality: { target: 75 }, effort: "fast" },
    ],
    ["format=webp&maxBytes=5000", { format: "webp", quality: { maxBytes: 5000 } }],
    ["format=avif&quality=lossless&chroma=4:4:4", { format: "avif", quality: "lossless", chroma: "4:4:4" }],
    ["format=png&colours=16", { format: "png", colours: 16 }],
  ])("takes %s", async (query, output) => {
    const answer = await optimize(`?${query}`, "0123456789");
    if (nativeStatus.kind === "portable" && query.includes("target")) expect(answer.code()).toBe("codecsUnavailable");
    else expect(server.engine.submitted.at(-1)?.settings.outputs).toMatchObject([output]);
  });

  it("tells why an original was kept", async () => {
    const answer = await optimize("", "keep it");
    expect(answer.body.toString()).toBe("keep it");
    expect(answer.headers).toMatchObject({ "x-pixelmill-status": "keptOriginal", "x-pixelmill-reason": "wouldBeLarger" });
    expect(answer.headers["x-pixelmill-warnings"]).toBeUndefined();
  });

  it.each([
    ["?format=bmp&quality=0&resize=depth=1&colour=red", ["format", "quality", "resize: expected width=", "colour"]],
    ["?quality=high", ["quality"]],
    ["?quality=101", ["quality"]],
    ["?quality=80.5", ["quality"]],
    ["?quality=80&target=75", ["quality, target and maxBytes: give one of them"]],
    ["?format=auto&quality=80", ["A number means something else in each format"]],
    ["?format=webp&candidates=avif", ["Candidates are what format auto chooses from"]],
    ["?resize=1920", ["resize"]],
    ["?format=webp,avif", ["format: one request makes one file; create a job for several"]],
    ["?resize=width=320,width=640", ["resize: one request makes one file"]],
    ["?format=webp&format=avif", ["format"]],
    ["?resize=width=320&resize=width=640", ["resize"]],
    ["?resize=box=800x600,fit=cover,width=5", ["resize: one request makes one file"]],
    ["?resize=box=800x600,position=centre,fit=fill", ["resize"]],
    ["?sharpen=yes&enlarge=", ["sharpen", "enlarge"]],
    ["?resize=width=0", ["resize"]],
    ["?resize=width=1e3", ["resize"]],
    ["?name=", ["name"]],
    ["?path=../../etc/passwd", ["path"]],
  ])("refuses %s with all its problems", async (query, problems) => {
    const answer = await optimize(query, "x");
    expect([answer.status, answer.code()]).toEqual([400, "invalidRequest"]);
    for (const problem of problems) expect(answer.json().error?.message).toContain(problem);
    await expectNothingLeft();
  });

  it.each([
    ["?broken", 422, "unsupportedFormat"],
    ["broken", 422, "corruptImage"],
    ["", 422, "emptyFile"],
    ["x".repeat(1001), 413, "fileTooLarge"],
  ])("answers with the code of what went wrong: %.8s → %i %s", async (body, status, code) => {
    const answer = await optimize("?format=webp", body);
    expect([answer.status, answer.code(), answer.headers["content-type"]]).toEqual([
      status,
      code,
      "application/json; charset=utf-8",
    ]);
    expect(Object.keys(answer.headers).filter((name) => name.startsWith("x-pixelmill"))).toEqual([]);
    await vi.waitFor(expectNothingLeft);
  });

  it("refuses a form in place of the image itself", async () => {
    const answer = await optimize("", "--x", "POST", { "Content-Type": "multipart/form-data; boundary=x" });
    expect([answer.status, answer.code()]).toEqual([400, "invalidRequest"]);
    expect(answer.body.toString()).toContain("--data-binary");
  });

  it("takes a name as data", async () => {
    const answer = await optimize(`?name=${encodeURIComponent('../../a"b\r\nX-Evil: 1.jpg')}`, "0123456789");
    expect(answer.status).toBe(200);
    expect(answer.headers["x-evil"]).toBeUndefined();
    expect(answer.headers["content-disposition"]).not.toContain("..");
  });

  it("is cancelled where the client leaves while it is worked on", async () => {
    const outgoing = request({ host: "127.0.0.1", port: server.port, method: "POST", path: "/api/v1/optimize" });
    outgoing.on("error", () => {});
    outgoing.end("wait");
    await vi.waitFor(() => expect(server.engine.waiting).toBe(1));
    outgoing.destroy();
    await vi.waitFor(() => expect(server.engine.waiting).toBe(0));
    await vi.waitFor(expectNothingLeft);
    expect(server.errors).toEqual([]);
  });

  it("keeps nothing where the client leaves in the middle of its upload", async () => {
    const headers = { "Content-Length": 900 };
    const outgoing = request({ host: "127.0.0.1", port: server.port, method: "POST", path: "/api/v1/optimize", headers });
    outgoing.on("error", () => {});
    outgoing.write("0123456789");
    await vi.waitFor(async () => expect(await filesLeft()).toHaveLength(1));
    outgoing.destroy();
    await vi.waitFor(expectNothingLeft);
    expect(server.errors).toEqual([]);
  });

  it("removes at its start what a killed service left", async () => {
    await writeFile(join(server.dataDir, "one-shot", "leftover"), "x");
    const again = await startTestServer({}, server.dataDir);
    expect(await filesLeft()).toEqual([]);
    await again.close();
  });

  it("works from curl as the README says", async ({ skip }) => {
    const curl = promisify(execFile);
    const missing = await curl("curl", ["--version"]).then(
      () => false,
      () => true,
    );
    if (missing) skip("curl is not installed");
    const photo = join(server.dataDir, "photo.jpg");
    await writeFile(photo, "0123456789");
    const url = `http://localhost:${server.port}/api/v1/optimize?format=webp&quality=80`;
    const { stdout } = await curl("curl", ["-s", "-4", "--noproxy", "*", "--data-binary", `@${photo}`, url]);
    expect(stdout).toBe("01234");
  });
});
