import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { jobReportSchema, outputSettingsSchema } from "@pixelmill/core";
import sharp from "sharp";
import { expect, it } from "vitest";
import { filesBelow, testFolder, writeTree } from "./testing/folder.ts";
import { jpeg, png, webp } from "./testing/images.ts";
import { readLines, runCli } from "./testing/runCli.ts";

it("keeps the tree, converts and resizes, and says so in words", async () => {
  const cwd = testFolder();
  const tree = {
    "photos/a.jpg": await jpeg(),
    "photos/trip/b.png": await png(80, 200),
    "photos/trip/day 2/ü.webp": await webp(),
  };
  await writeTree(cwd, { ...tree, "photos/notes.txt": "hello", "photos/.DS_Store": "" });
  const end = await runCli(["optimize", "photos", "--out", "small", "--format", "avif", "--resize", "longest=100"], { cwd });
  expect(end).toMatchObject({ code: 0, stderr: "" });
  expect(end.stdout).toMatch(
    /^3 files: 3 optimized\.\n.+ → .+ saved, in \d+ s\. The results are in small\.\n2 other files skipped\.\n$/,
  );
  expect(await filesBelow(join(cwd, "small"))).toEqual(["a.avif", "trip/b.avif", "trip/day 2/ü.avif"]);
  expect(await sharp(join(cwd, "small/trip/b.avif")).metadata()).toMatchObject({ format: "heif", width: 40, height: 100 });
  for (const [path, bytes] of Object.entries(tree)) expect(readFileSync(join(cwd, path)).equals(bytes)).toBe(true);
});

it("has a line of JSON for every file, then one of the summary", async () => {
  const cwd = testFolder();
  const source = await jpeg();
  const small = await sharp(source).jpeg({ quality: 20, mozjpeg: true }).toBuffer();
  await writeTree(cwd, {
    "p/a.jpg": source,
    "p/b.jpg": small,
    "p/c.jpg": "this is text",
    "p/d.jpg": "",
    "p/notes": "text",
    "p/x.md": "",
  });
  const { code, stdout, stderr } = await runCli(["optimize", "p", "--out", "o", "--json", "--quiet"], { cwd });
  const { results, summary } = readLines(stdout);
  expect(code).toBe(1);
  const written = statSync(join(cwd, "o/a.jpg")).size;
  const wish = outputSettingsSchema.parse({});
  expect(results).toEqual([
    {
      type: "result",
      path: "p/a.jpg",
      wish,
      outputPath: "o/a.jpg",
      sourceBytes: source.length,
      info: expect.objectContaining({ format: "jpeg", width: 160, height: 120 }),
      encodeMs: expect.any(Number),
      peakBytes: expect.toSatisfy((bytes) => bytes === null || bytes > 0),
      status: "optimized",
      output: { format: "jpeg", width: 160, height: 120, frames: 1, bytes: written },
      encoding: expect.objectContaining({ encoder: "mozjpeg", quality: 80, encodes: 1, score: null }),
      warnings: [],
    },
    {
      type: "result",
      path: "p/b.jpg",
      wish,
      outputPath: "o/b.jpg",
      sourceBytes: small.length,
      info: expect.objectContaining({ format: "jpeg", bytes: small.length }),
      encodeMs: expect.any(Number),
      peakBytes: expect.toSatisfy((bytes) => bytes === null || bytes > 0),
      status: "keptOriginal",
      reason: "wouldBeLarger",
      output: { format: "jpeg", width: 160, height: 120, frames: 1, bytes: small.length },
      warnings: [],
    },
    expect.objectContaining({ path: "p/c.jpg", status: "failed", outputPath: null, sourceBytes: 12 }),
    expect.objectContaining({ path: "p/d.jpg", status: "failed", outputPath: null, sourceBytes: 0 }),
  ]);
  expect(results.flatMap((line) => (line.status === "failed" ? [line.error.code] : []))).toEqual([
    "unsupportedFormat",
    "emptyFile",
  ]);
  expect(written).toBeLessThan(source.length);
  expect(readFileSync(join(cwd, "o/b.jpg")).equals(small)).toBe(true);
  expect(summary).toMatchObject({ files: 4, optimized: 1, keptOriginal: 1, failed: 2, cancelled: 0, skipped: 2 });
  expect(summary).toMatchObject({ sourceBytes: source.length + small.length, outputBytes: written + small.length });
  expect(stderr).toContain("p/d.jpg\n  The file is empty. (emptyFile)\n");
  expect(stderr).not.toContain("optimized");
});

it("makes several results of each file, each in its format and size, and adds them up", async () => {
  const cwd = testFolder();
  const [a, b] = [await jpeg(160, 120), await png(80, 60)];
  await writeTree(cwd, { "p/a.jpg": a, "p/sub/b.png": b, "p/c.jpg": "no image" });
  const lists = ["--format", "webp,avif", "--resize", "width=40,width=100"];
  const { code, stdout, stderr } = await runCli(["optimize", "p", "--out", "o", ...lists, "--json"], { cwd });
  const { results, summary } = readLines(stdout);
  expect(code).toBe(1);
  expect(await filesBelow(join(cwd, "o"))).toEqual([
    ...["a-100.avif", "a-100.webp", "a-40.avif", "a-40.webp"],
    ...["sub/b-100.avif", "sub/b-100.webp", "sub/b-40.avif", "sub/b-40.webp"],
  ]);
  for (const [name, format, width] of [
    ["a-40.webp", "webp", 40],
    ["a-100.avif", "heif", 100],
    ["sub/b-100.webp", "webp", 80],
  ] as const)
    expect(await sharp(join(cwd, "o", name)).metadata(), name).toMatchObject({ format, width });
  expect(results.filter(({ path }) => path === "p/a.jpg").map(({ wish, outputPath }) => [wish?.format, outputPath])).toEqual([
    ["webp", "o/a-40.webp"],
    ["webp", "o/a-100.webp"],
    ["avif", "o/a-40.avif"],
    ["avif", "o/a-100.avif"],
  ]);
  expect(results.filter(({ path }) => path === "p/c.jpg")).toMatchObject([{ wish: null, status: "failed" }]);
  const written = results.flatMap(({ outputPath }) => outputPath ?? []).map((file) => statSync(join(cwd, file)).size);
  expect(summary).toMatchObject({ files: 3, optimized: 2, failed: 1, sourceBytes: a.length + b.length, outputs: 8 });
  expect(summary.outputBytes).toBe(written.reduce((sum, bytes) => sum + bytes, 0));
  expect(stderr).toContain(" in 8 results, ");
});

it("gives each file the format that comes out smallest, and the same name in every run", async () => {
  const cwd = testFolder();
  await writeTree(cwd, { "p/a.png": await png(120, 90), "p/a.jpg": await jpeg(120, 90) });
  const run = async () => {
    const { code, stdout } = await runCli(["optimize", "p", "--out", "o", "--format", "auto", "--json"], { cwd });
    expect(code).toBe(0);
    return readLines(stdout).results;
  };
  const results = await run();
  for (const result of results) {
    if (result.status === "failed") throw new Error(result.error.code);
    expect(result.outputPath).toMatch(result.output.format === "jpeg" ? /\.jpg$/ : new RegExp(`\\.${result.output.format}$`));
  }
  expect(new Set(results.map(({ outputPath }) => outputPath)).size).toBe(2);
  expect((await run()).map(({ outputPath }) => outputPath).toSorted()).toEqual(
    results.map(({ outputPath }) => outputPath).toSorted(),
  );
});

it("writes the report that --report names, as a page or as data", async () => {
  const cwd = testFolder();
  await writeTree(cwd, { "p/a.jpg": await jpeg(), "p/b.png": await png(80, 200), "p/broken.jpg": "no image" });
  const asData = await runCli(["optimize", "p", "--out", "o", "--format", "webp", "--report", "r.json"], { cwd });
  expect(asData.code).toBe(1);
  const report = jobReportSchema.parse(JSON.parse(readFileSync(join(cwd, "r.json"), "utf8")));
  expect(report).toMatchObject({
    job: { state: "finished", totals: { files: 3, states: { failed: 1 } } },
    tasks: { ran: 2, retries: 0 },
    runMs: { count: 2 },
  });
  expect(report.engines[0]?.configuration.plan).toMatchObject({ order: "longestFirst" });
  expect(report.lanes.flatMap(({ blocks }) => blocks.map(({ name }) => name)).toSorted()).toEqual(["p/a.jpg", "p/b.png"]);
  expect(await runCli(["optimize", "p/a.jpg", "--out", "o", "--report", "r.html"], { cwd })).toMatchObject({ code: 0 });
  expect(readFileSync(join(cwd, "r.html"), "utf8")).toContain("<h1>Report of a job of 1 file</h1>");
});

it("writes the HTML of every image that has several results, with addresses from where it is", async () => {
  const cwd = testFolder();
  await writeTree(cwd, { "p/a b.jpg": await jpeg(), "p/broken.jpg": "no image", "html/x.txt": "" });
  const several = ["--format", "webp,jpeg", "--resize", "width=40,width=80"];
  const end = await runCli(["optimize", "p", "--out", "o", ...several, "--pictures", "html/p.html"], { cwd });
  expect(end.code).toBe(1);
  const page = readFileSync(join(cwd, "html/p.html"), "utf8");
  expect(page).toContain('<source type="image/webp" srcset="../o/a%20b-40.webp 40w, ../o/a%20b-80.webp 80w"');
  expect(page).toContain('<img src="../o/a%20b-80.jpg"');
  expect(page).toContain('width="80" height="60" alt=""');
  expect(page.match(/<h2>/g)).toHaveLength(1);
});

it("fails for what was named and is no image, with a code and no path of its own, and does the rest", async () => {
  const cwd = testFolder();
  const whole = await png();
  await writeTree(cwd, { "notes.txt": "hello", "cut.png": whole.subarray(0, whole.length / 2), "good.png": whole });
  const { code, stderr } = await runCli(["optimize", "notes.txt", "gone.jpg", "cut.png", "good.png", "--out", "o"], { cwd });
  expect(code).toBe(1);
  expect(stderr).toMatch(
    /^cut\.png\n.+\(truncatedImage\)\ngone\.jpg\n.+\(sourceUnreadable\)\nnotes\.txt\n.+\(unsupportedFormat\)\n$/,
  );
  expect(stderr).not.toMatch(/pixelmill-|desk|encoder/);
  expect(await filesBelow(join(cwd, "o"))).toEqual(["good.png"]);
});

it("refuses an image above MAX_MEGAPIXELS, as its message says", async () => {
  const cwd = testFolder();
  const plain = sharp({ create: { width: 1100, height: 1000, channels: 3, background: "red" } });
  await writeTree(cwd, { "a.png": await plain.png().toBuffer() });
  const run = (megapixels: string) => runCli(["optimize", "a.png", "--out", "o"], { cwd, env: { MAX_MEGAPIXELS: megapixels } });
  expect(await run("1")).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("(setting MAX_MEGAPIXELS). (tooManyPixels)"),
  });
  expect(await run("2")).toMatchObject({ code: 0 });
});
