import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { request } from "node:http";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { setImmediate as nextTurn } from "node:timers/promises";
import { promisify } from "node:util";
import { settingsSchema, type TaskView } from "@pixelmill/core";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { type Entry, fromBuffer, type ZipFile } from "yauzl";
import { createJob, newId, startTestServer, type TestServer, uploadAndEnd } from "../http/testing/testServer.ts";
import { aSource, delivered } from "../store/testing/samples.ts";
import { csvRecords } from "./testing/csv.ts";

vi.mock("../engine/engine.ts", () => import("../http/testing/testEngine.ts"));

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterEach(() => vi.restoreAllMocks());
afterAll(() => server.close());

const zipPath = (jobId: string) => `/api/v1/jobs/${jobId}/zip`;
const form = { "Content-Type": "application/x-www-form-urlencoded" };

describe("ZIP of a job", () => {
  it("holds every delivered file under its path, stored and not compressed", async () => {
    const jobId = await createJob(server, { format: "webp" });
    await uploadAndEnd(server, jobId, "tree/a/one.jpg", "111111");
    await uploadAndEnd(server, jobId, "tree/b/zwei ü.jpg", "222222");
    await uploadAndEnd(server, jobId, "tree/b/kept.jpg", "keep me");
    await uploadAndEnd(server, jobId, "tree/broken.jpg", "broken");
    const answer = await server.send(zipPath(jobId));
    expect(answer.status).toBe(200);
    expect(answer.headers).toMatchObject({
      "content-type": "application/zip",
      "content-length": String(answer.body.length),
      "content-disposition": expect.stringContaining(`pixelmill-${jobId.slice(0, 8)}.zip`),
      "content-security-policy": "sandbox; default-src 'none'",
    });
    expect(await contents(answer.body)).toEqual({
      "tree/a/one.webp": "111",
      "tree/b/zwei ü.webp": "222",
      "tree/b/kept.jpg": "keep me",
    });
  });

  it("holds every output of every file, and none that failed", async () => {
    const jobId = await createJob(server, [{ format: "webp" }, { format: "avif" }]);
    await uploadAndEnd(server, jobId, "tree/one.jpg", "11111111");
    await uploadAndEnd(server, jobId, "tree/part.jpg", "part 222");
    const { body } = await server.send(`${zipPath(jobId)}?manifest=1`);
    const { "manifest.csv": manifest = "", ...files } = await contents(body);
    expect(files).toEqual({ "tree/one.webp": "1111", "tree/one.avif": "111", "tree/part.avif": "par" });
    const source = { "source path": "tree/one.jpg", "source bytes": "8" };
    const part = { ...source, "source path": "tree/part.jpg" };
    expect(csvRecords(manifest)).toMatchObject([
      { ...source, path: "tree/one.webp", status: "optimized", bytes: "4", "saving %": "50.0" },
      { ...source, path: "tree/one.avif", status: "optimized", bytes: "3", "saving %": "62.5" },
      { ...part, path: "", status: "failed", bytes: "", "saving %": "", error: expect.stringMatching(/^corruptImage: /) },
      { ...part, path: "tree/part.avif", status: "optimized", bytes: "3", "saving %": "62.5" },
    ]);
  });

  it("keeps files apart whose names would be the same, and paths inside of the folder it is unpacked in", async () => {
    const jobId = await createJob(server, { format: "webp" });
    for (const path of ["a.jpg", "a.png", "A.JPG", "../../a.jpg", "/a.jpg", "C:\\a.jpg", "a\u0308.jpg", "ä.jpg"]) {
      await uploadAndEnd(server, jobId, path, `xx${path}`);
    }
    const names = Object.keys(await contents((await server.send(zipPath(jobId))).body));
    expect(names).toHaveLength(8);
    expect(new Set(names.map((name) => name.normalize("NFC").toLowerCase())).size).toBe(8);
    for (const name of names) expect(name).not.toMatch(/^\/|\\|:|(^|\/)\.\.(\/|$)/);
    for (const name of names) expect(names.filter((other) => other.startsWith(`${name}/`))).toEqual([]);
  });

  it("names files as the job's settings say, without their folders where they are not kept", async () => {
    const settings = settingsSchema.parse({ outputs: [{ format: "webp" }], names: "{name} {width}x{height}", keepTree: false });
    const created = await server.service.createJob("local", { settings, priority: "normal" });
    if (!created.ok) throw new Error(created.error.message);
    const jobId = created.value.id;
    for (const path of ["trip/a.jpg", "trip/more/a.jpg", "b:c/d.jpg"]) await uploadAndEnd(server, jobId, path, `xx${path}`);
    const names = Object.keys(await contents((await server.send(zipPath(jobId))).body));
    expect(names.toSorted()).toEqual(["a 40x30-jpg.webp", "a 40x30.webp", "d 40x30.webp"]);
    const { value: tasks = [] } = (await server.service.tasks("local", { jobId, offset: 0, limit: 10 })) as {
      value?: TaskView[];
    };
    // What was left out of the path needed no change.
    expect(
      tasks.flatMap(({ outputs }) => outputs.flatMap(({ result }) => ("warnings" in result ? result.warnings : []))),
    ).not.toContain("renamed");
  });

  it("is sound to Info-ZIP's unzip", async ({ skip }) => {
    const unzip = promisify(execFile);
    const missing = await unzip("unzip", ["-v"]).then(
      () => false,
      () => true,
    );
    if (missing) skip("unzip is not installed");
    const jobId = await createJob(server);
    for (let i = 0; i < 20; i += 1) await uploadAndEnd(server, jobId, `folder ${i % 3}/${i}.jpg`, "x".repeat(i * 10_000 + 2));
    const file = join(server.dataDir, "test.zip");
    await writeFile(file, (await server.send(zipPath(jobId))).body);
    expect((await unzip("unzip", ["-t", file])).stdout).toContain("No errors detected");
  });

  it("holds 1,500 files, one source open at a time, its announced size exact", async () => {
    const jobId = await createJob(server);
    const { files, open } = manyFiles(1500, 100);
    vi.spyOn(server.service, "deliveredFiles").mockResolvedValue({ ok: true, value: files() });
    vi.spyOn(server.blobs, "get").mockImplementation(async (key) => open.one(key));
    const answer = await server.send(zipPath(jobId));
    expect(answer.headers["content-length"]).toBe(String(answer.body.length));
    expect(Object.keys(await contents(answer.body))).toHaveLength(1500);
    expect(open.most).toBe(1);
  });

  it("is listed in pages, between which others are served", async () => {
    const jobId = await createJob(server);
    const sources = Array.from({ length: 501 }, () => aSource(jobId));
    await Promise.all(sources.map((source) => server.store.receive(source)));
    await Promise.all(sources.map(({ taskId }) => server.store.end(delivered(taskId))));
    const listed = await server.service.deliveredFiles("local", jobId, null);
    const other = vi.fn();
    void nextTurn().then(other);
    expect(await Array.fromAsync(listed.ok ? listed.value : [])).toHaveLength(501);
    expect(other).toHaveBeenCalled();
  });

  it("reads no faster than the client does, and stops when it leaves", async () => {
    const jobId = await createJob(server);
    const { files, open } = manyFiles(1000, 1_000_000);
    vi.spyOn(server.service, "deliveredFiles").mockResolvedValue({ ok: true, value: files() });
    vi.spyOn(server.blobs, "get").mockImplementation(async (key) => open.one(key));
    const outgoing = request({ host: "127.0.0.1", port: server.port, path: zipPath(jobId) });
    outgoing.on("error", () => {});
    outgoing.end();
    const incoming = await new Promise<import("node:http").IncomingMessage>((resolve) => outgoing.on("response", resolve));
    incoming.pause();
    const read = await settled(() => open.bytes);
    // What the sockets' own buffers take, and no more.
    expect(read).toBeLessThan(50_000_000);
    outgoing.destroy();
    await vi.waitFor(() => expect(open.now).toBe(0));
    expect(server.errors).toEqual([]);
  });

  it("cuts the connection where a file of it is gone", async () => {
    const jobId = await createJob(server);
    await uploadAndEnd(server, jobId, "a.jpg", "aaaa");
    await uploadAndEnd(server, jobId, "b.jpg", "bbbb");
    const get = server.blobs.get.bind(server.blobs);
    vi.spyOn(server.blobs, "get").mockImplementationOnce(get).mockResolvedValueOnce(null);
    await expect(server.send(zipPath(jobId))).rejects.toThrow();
    await vi.waitFor(() => expect(server.errors.splice(0).join()).toContain("is gone"));
  });

  it("answers resultNotReady where nothing is delivered yet", async () => {
    const answer = await server.send(zipPath(await createJob(server)));
    expect([answer.status, answer.code()]).toEqual([409, "resultNotReady"]);
  });

  it("answers notFound alike for unknown and foreign jobs", async () => {
    const foreign = await server.send(zipPath(await createJob(server, {}, "someone else")));
    const unknown = await server.send(zipPath(newId()));
    expect([foreign.status, foreign.body.toString()]).toEqual([404, unknown.body.toString()]);
  });
});

describe("ZIP of selected tasks", () => {
  it("holds the selected ones only", async () => {
    const jobId = await createJob(server);
    const [one, , three] = [
      await uploadAndEnd(server, jobId, "1.jpg", "1111"),
      await uploadAndEnd(server, jobId, "2.jpg", "2222"),
      await uploadAndEnd(server, jobId, "3.jpg", "3333"),
    ];
    const body = new URLSearchParams({ tasks: `${three.taskId},${one.taskId},${newId()}` }).toString();
    const answer = await server.send(zipPath(jobId), { method: "POST", headers: form, body });
    expect(await contents(answer.body)).toEqual({ "1.jpg": "11", "3.jpg": "33" });
  });

  it("takes as many ids as a job may have files", async () => {
    const jobId = await createJob(server);
    const { taskId: id } = await uploadAndEnd(server, jobId, "1.jpg", "1111");
    const tasks = [id, ...Array.from({ length: 99_999 }, newId)].join(",");
    const body = new URLSearchParams({ tasks }).toString();
    expect((await server.send(zipPath(jobId), { method: "POST", headers: form, body })).status).toBe(200);
  });

  it.each([
    ["no task", form, "tasks="],
    ["no field", form, ""],
    ["ids that are none", form, "tasks=../../etc/passwd"],
    ["more ids than a job may have files", form, `tasks=${`${"a".repeat(32)},`.repeat(100_001)}`],
    ["JSON", { "Content-Type": "application/json" }, "{}"],
    ["a form above the limit", form, `tasks=${"a".repeat(3_600_000)}`],
  ])("refuses %s as invalidRequest", async (_, headers, body) => {
    const answer = await server.send(zipPath(await createJob(server)), { method: "POST", headers, body });
    expect([answer.status, answer.code()]).toEqual([400, "invalidRequest"]);
  });
});

describe("the manifest", () => {
  it("tells what became of every task, failed ones included, and keeps formulas from running", async () => {
    const jobId = await createJob(server, { format: "webp" });
    await uploadAndEnd(server, jobId, "a.jpg", "12345678");
    await uploadAndEnd(server, jobId, '=cmd|"calc".jpg', "broken");
    const { body } = await server.send(`${zipPath(jobId)}?manifest=1`);
    expect(csvRecords((await contents(body))["manifest.csv"] ?? "")).toMatchObject([
      {
        path: "a.webp",
        "source path": "a.jpg",
        status: "optimized",
        "source bytes": "8",
        bytes: "4",
        "saving %": "50.0",
        warnings: "The original was kept as it is, its metadata included.",
        error: "",
      },
      {
        path: "",
        "source path": `'=cmd|"calc".jpg`,
        status: "failed",
        warnings: "",
        error: "corruptImage: The image is damaged and cannot be decoded.",
      },
    ]);
  });

  it("of a large job is read in pages, between which others are served", async () => {
    const jobId = await createJob(server);
    await uploadAndEnd(server, jobId, "a.jpg", "12345678");
    await Promise.all(Array.from({ length: 1000 }, () => server.store.receive(aSource(jobId))));
    const { tasks } = server.service;
    const servedBefore: number[] = [];
    let served = 0;
    vi.spyOn(server.service, "tasks").mockImplementation((...given) => {
      servedBefore.push(served);
      void nextTurn().then(() => {
        served += 1;
      });
      return tasks(...given);
    });
    expect((await server.send(`${zipPath(jobId)}?manifest=1`)).status).toBe(200);
    expect(servedBefore).toEqual([0, 1]);
  });

  it("is about the selected tasks where some are selected", async () => {
    const jobId = await createJob(server);
    const { taskId: id } = await uploadAndEnd(server, jobId, "1.jpg", "1111");
    await uploadAndEnd(server, jobId, "2.jpg", "2222");
    const answer = await server.send(`${zipPath(jobId)}?manifest=1`, { method: "POST", headers: form, body: `tasks=${id}` });
    const files = await contents(answer.body);
    expect(Object.keys(files).sort()).toEqual(["1.jpg", "manifest.csv"]);
    expect(files["manifest.csv"]).not.toContain("2.jpg");
  });
});

describe("extra files", () => {
  it("are in the archive where they are asked for, and there alone for whoever wants only them", async () => {
    const jobId = await createJob(server, [{ format: "webp" }, { format: "avif" }]);
    await uploadAndEnd(server, jobId, "x/one.jpg", "11111111");
    const files = await contents((await server.send(`${zipPath(jobId)}?manifest=json&pictures=1`)).body);
    expect(Object.keys(files).sort()).toEqual(["manifest.json", "pictures.html", "x/one.avif", "x/one.webp"]);
    expect(JSON.parse(files["manifest.json"] ?? "")).toMatchObject([{ path: "x/one.webp" }, { path: "x/one.avif" }]);
    expect(files["pictures.html"]).toContain('srcset="x/one.avif"');
    for (const name of ["manifest.csv", "manifest.json", "pictures.html"]) {
      const alone = await server.send(`/api/v1/jobs/${jobId}/${name}`);
      expect([alone.status, alone.headers["content-disposition"]]).toEqual([200, expect.stringContaining(name)]);
      expect(alone.body.toString()).toContain("x/one.avif");
    }
  });

  it("are not there for strangers, nor pictures of a job without any", async () => {
    const jobId = await createJob(server);
    await uploadAndEnd(server, jobId, "one.jpg", "11111111");
    const pictures = await server.send(`/api/v1/jobs/${jobId}/pictures.html`);
    expect(pictures.code()).toBe("resultNotReady");
    const stranger = await server.send(`/api/v1/jobs/${newId()}/manifest.csv`);
    expect([stranger.status, stranger.code()]).toEqual([404, "notFound"]);
  });
});

/** The text of every file of an archive, by its name. Names that climb out of the archive make it throw. */
async function contents(archive: Buffer): Promise<Record<string, string>> {
  const zip = await new Promise<ZipFile>((resolve, reject) => {
    fromBuffer(archive, { lazyEntries: true, strictFileNames: true }, (error, file) => (error ? reject(error) : resolve(file)));
  });
  const files: Record<string, string> = {};
  return new Promise((resolve, reject) => {
    zip.on("error", reject);
    zip.on("end", () => resolve(files));
    zip.on("entry", (entry: Entry) => {
      expect(entry.compressionMethod).toBe(0);
      zip.openReadStream(entry, async (error, stream) => {
        if (error) return reject(error);
        files[entry.fileName] = (await buffer(stream)).toString();
        zip.readEntry();
      });
    });
    zip.readEntry();
  });
}

/** Delivered files that exist only as they are read, and how many of them are open. */
function manyFiles(count: number, bytes: number) {
  const open = {
    now: 0,
    most: 0,
    bytes: 0,
    async *one(_key: string): AsyncIterable<Uint8Array> {
      open.now += 1;
      open.most = Math.max(open.most, open.now);
      try {
        for (let left = bytes; left > 0; left -= 50_000) {
          const chunk = Buffer.alloc(Math.min(left, 50_000), "x");
          open.bytes += chunk.length;
          yield chunk;
        }
      } finally {
        open.now -= 1;
      }
    },
  };
  async function* files() {
    for (let i = 0; i < count; i += 1) {
      yield { path: `a folder with a name of some length/${i}.jpg`, key: `results/${i}`, bytes, mimeType: "image/jpeg" };
    }
  }
  return { files, open };
}

/** A number once it has stopped to grow. */
async function settled(read: () => number): Promise<number> {
  for (let last = -1; ; ) {
    const now = read();
    if (now === last) return now;
    last = now;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
