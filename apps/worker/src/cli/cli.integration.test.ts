import { chmodSync, existsSync, lstatSync, readdirSync, readFileSync, statSync, symlinkSync } from "node:fs";
import { join, resolve } from "node:path";
import { jobReportSchema, outputSettingsSchema } from "@pixelmill/core";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { filesBelow, testFolder, writeTree } from "./testing/folder.ts";
import { jpeg, png, webp } from "./testing/images.ts";
import { readLines, runCli } from "./testing/runCli.ts";

describe("pixelmill", () => {
  it("tells its version and its help, and ends with 0", async () => {
    const cwd = testFolder();
    const manifest = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
    expect(await runCli(["--version"], { cwd })).toEqual({ code: 0, stdout: `${manifest.version}\n`, stderr: "" });
    const help = await runCli(["optimize", "--help"], { cwd });
    expect(help).toMatchObject({ code: 0, stderr: "" });
    expect(help.stdout).toContain("--out DIR");
  });

  it("says which Node it needs where it runs on an older one", async () => {
    const older = "Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '22.0.0' } })";
    const env = { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(older)}` };
    const { code, stdout, stderr } = await runCli(["--version"], { cwd: testFolder(), env });
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(/^Pixelmill needs Node 24 or newer, and this is Node 22\.0\.0\.\n/);
  });

  it("ends with 2 where the command line is wrong, with everything that is", async () => {
    const cwd = testFolder();
    await writeTree(cwd, { "a.jpg": "", file: "" });
    expect(await runCli(["optimize", "a.jpg", "--format", "bmp", "--quality", "0"], { cwd })).toEqual({
      code: 2,
      stdout: "",
      stderr:
        "--out: say which folder the results go to\n" +
        "--format: expected original, auto, jpeg, png, webp or avif, or several with commas between them\n" +
        "--quality: expected a whole number from 1 to 100\n" +
        "See pixelmill optimize --help.\n",
    });
    expect(await runCli(["optimize", "a.jpg", "--out", "file"], { cwd })).toMatchObject({
      code: 2,
      stderr: "--out: file is a file, not a folder\n",
    });
  });
});

describe("pixelmill optimize", () => {
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

  it("refuses a report that it could not write", async () => {
    const cwd = testFolder();
    await writeTree(cwd, { "a.jpg": "" });
    const end = (file: string) => runCli(["optimize", "a.jpg", "--out", "o", "--report", file], { cwd });
    expect(await end("r.pdf")).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^--report: expected a file that ends in .html or .json\n/),
    });
    expect(await end("missing/r.html")).toMatchObject({ code: 2, stderr: "--report: missing is no folder\n" });
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

  it("refuses a page of pictures that it could not write", async () => {
    const cwd = testFolder();
    await writeTree(cwd, { "a.jpg": "" });
    const end = (file: string) => runCli(["optimize", "a.jpg", "--out", "o", "--pictures", file], { cwd });
    expect((await end("p.txt")).stderr).toMatch(/^--pictures: expected a file that ends in .html\n/);
    expect(await end("missing/p.html")).toMatchObject({ code: 2, stderr: "--pictures: missing is no folder\n" });
  });

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
    await writeTree(cwd, { "a.png": await png(1100, 1000) });
    const run = (megapixels: string) => runCli(["optimize", "a.png", "--out", "o"], { cwd, env: { MAX_MEGAPIXELS: megapixels } });
    expect(await run("1")).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("(setting MAX_MEGAPIXELS). (tooManyPixels)"),
    });
    expect(await run("2")).toMatchObject({ code: 0 });
  });

  it("gives every output a name of its own, the same in every run", async () => {
    const cwd = testFolder();
    const [a, b] = [await jpeg(40, 40), await png(60, 40)];
    await writeTree(cwd, { "p/a.jpg": a, "p/a.png": b, "p/A.PNG": b, "q/a.jpg": a });
    const run = () => runCli(["optimize", "p", "q", "p/a.png", "--out", "o", "--format", "webp"], { cwd });
    expect(await run()).toMatchObject({ code: 0 });
    const expected = ["p/A.webp", "p/a-jpg.webp", "p/a-png.webp", "q/a.webp"];
    expect(await filesBelow(join(cwd, "o"))).toEqual(expected);
    expect((await sharp(join(cwd, "o/p/a-jpg.webp")).metadata()).width).toBe(40);
    expect(await run()).toMatchObject({ code: 0 });
    expect(await filesBelow(join(cwd, "o"))).toEqual(expected);
  });

  it("gives a file that lies about its format the right extension", async () => {
    const cwd = testFolder();
    await writeTree(cwd, { "p/a.jpg": await png(), "p/b": await webp() });
    expect(await runCli(["optimize", "p", "--out", "o"], { cwd })).toMatchObject({ code: 0 });
    expect(await filesBelow(join(cwd, "o"))).toEqual(["a.png", "b.webp"]);
  });

  it("writes over no source, and says which would have been", async () => {
    const cwd = testFolder();
    const [a, b] = [await jpeg(), await jpeg(90, 90)];
    await writeTree(cwd, { "p/a.jpg": a, "p/sub/b.jpg": b });
    symlinkSync("p", join(cwd, "link"));
    for (const out of ["p", "link", "./p/../p/"]) {
      const { code, stderr } = await runCli(["optimize", "p", "--out", out], { cwd });
      expect(code).toBe(1);
      expect(stderr.match(/\(outputExists\)/g)).toHaveLength(2);
    }
    expect(await filesBelow(join(cwd, "p"))).toEqual(["a.jpg", "sub/b.jpg"]);
    expect(readFileSync(join(cwd, "p/a.jpg")).equals(a)).toBe(true);
    expect(readFileSync(join(cwd, "p/sub/b.jpg")).equals(b)).toBe(true);
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

  it("refuses what needs codecs that are missing, with the reason", async () => {
    const cwd = testFolder();
    await writeTree(cwd, { "a.jpg": await jpeg(40, 30) });
    const end = await runCli(["optimize", "a.jpg", "--out", "o", "--target", "75"], {
      cwd,
      env: { PIXELMILL_NATIVE: "portable" },
    });
    expect(end.code).toBe(2);
    expect(end.stderr).toContain("A quality target needs Pixelmill's own codecs, which are missing on this server");
  });

  it("optimizes what a link to a file leads to, and leaves both where they are", async () => {
    const cwd = testFolder();
    await writeTree(cwd, { "elsewhere/a.jpg": await jpeg(), "p/b.jpg": await jpeg(90, 90) });
    symlinkSync("../elsewhere/a.jpg", join(cwd, "p/link.jpg"));
    const { code, stdout } = await runCli(["optimize", "p", "p/link.jpg", "--out", "out", "--json"], { cwd });
    expect(readLines(stdout).results.map(({ path, status }) => [path, status])).toContainEqual(["p/link.jpg", "optimized"]);
    expect(code).toBe(0);
    expect(await filesBelow(join(cwd, "out"))).toContain("link.jpg");
    expect(lstatSync(join(cwd, "p/link.jpg")).isSymbolicLink()).toBe(true);
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

  it("replaces a source by one of several results, the others beside it, and copies it before where it is kept", async () => {
    const cwd = testFolder();
    const large = await jpeg();
    const small = await sharp(large).jpeg({ quality: 20, mozjpeg: true }).toBuffer();
    await writeTree(cwd, { "p/large.jpg": large, "p/small.jpg": small });
    const words = ["optimize", "p", "--out", "p", "--format", "original,webp,jpeg", "--overwrite"];
    expect(await runCli(words, { cwd })).toMatchObject({ code: 0 });
    expect(await filesBelow(join(cwd, "p"))).toEqual([
      ...["large-2.jpg", "large.jpg", "large.webp"],
      ...["small-2.jpg", "small.jpg", "small.webp"],
    ]);
    expect(statSync(join(cwd, "p/large.jpg")).size).toBeLessThan(large.length);
    for (const name of ["small.jpg", "small-2.jpg"]) expect(readFileSync(join(cwd, "p", name)).equals(small), name).toBe(true);
  });

  it("makes what has a place where another result would replace its source", async () => {
    const cwd = testFolder();
    const source = await jpeg();
    await writeTree(cwd, { "p/a.jpg": source });
    const words = ["optimize", "p", "--out", "p", "--format", "original,webp"];
    const { code, stdout, stderr } = await runCli(words, { cwd });
    expect([code, stdout]).toEqual([1, expect.stringContaining("1 file: 1 failed.\n")]);
    expect(stderr).toMatch(/^p\/a\.jpg as original\n.+\(outputExists\)\n$/);
    expect(await filesBelow(join(cwd, "p"))).toEqual(["a.jpg", "a.webp"]);
    expect(readFileSync(join(cwd, "p/a.jpg")).equals(source)).toBe(true);
  });

  it("replaces sources where it is told to, and leaves those alone that would not get smaller", async () => {
    const cwd = testFolder();
    const large = await jpeg();
    const small = await sharp(large).jpeg({ quality: 20, mozjpeg: true }).toBuffer();
    await writeTree(cwd, { "p/large.jpg": large, "p/small.jpg": small });
    chmodSync(join(cwd, "p/large.jpg"), 0o600);
    const before = statSync(join(cwd, "p/small.jpg"));
    const { code, stdout } = await runCli(["optimize", "p", "--out", "p", "--overwrite", "--json"], { cwd });
    expect(code).toBe(0);
    expect(readLines(stdout).results).toMatchObject([
      { path: "p/large.jpg", outputPath: "p/large.jpg", status: "optimized" },
      { path: "p/small.jpg", outputPath: "p/small.jpg", status: "keptOriginal" },
    ]);
    expect(await filesBelow(join(cwd, "p"))).toEqual(["large.jpg", "small.jpg"]);
    expect(statSync(join(cwd, "p/large.jpg")).size).toBeLessThan(large.length);
    expect(statSync(join(cwd, "p/small.jpg"))).toMatchObject({ ino: before.ino, mtimeMs: before.mtimeMs });
    if (process.platform !== "win32") expect(statSync(join(cwd, "p/large.jpg")).mode & 0o777).toBe(0o600);
  });

  it("leaves its own results out where they lie in the folder that it walks", async () => {
    const cwd = testFolder();
    await writeTree(cwd, { "a.jpg": await jpeg() });
    for (let run = 0; run < 2; run += 1)
      expect(await runCli(["optimize", ".", "--out", "out"], { cwd })).toMatchObject({ code: 0 });
    expect(await filesBelow(cwd)).toEqual(["a.jpg", "out/a.jpg"]);
  });

  it("has nothing to do in an empty folder, and makes none", async () => {
    const cwd = testFolder();
    await writeTree(cwd, { "p/notes.txt": "" });
    expect(await runCli(["optimize", "p", "--out", "o"], { cwd })).toEqual({
      code: 0,
      stdout: "No images found.\n1 other file skipped.\n",
      stderr: "",
    });
    expect(existsSync(join(cwd, "o"))).toBe(false);
  });

  it("reads and writes paths of more than 260 characters, and fits a name that gets a longer extension", async () => {
    const cwd = testFolder();
    const deep = Array.from({ length: 5 }, (_, at) => `${at}`.padEnd(90, "x")).join("/");
    const longest = `${"n".repeat(251)}.jpg`;
    await writeTree(cwd, { [`p/${deep}/a.jpg`]: await jpeg(), [`p/${longest}`]: await jpeg() });
    expect(await runCli(["optimize", "p", "--out", "o", "--format", "webp"], { cwd })).toMatchObject({ code: 0 });
    expect(await filesBelow(join(cwd, "o"))).toEqual([`${deep}/a.webp`, `${"n".repeat(250)}.webp`]);
  });

  it("says so where nothing can be written, file by file", async () => {
    const cwd = testFolder();
    await writeTree(cwd, { "p/sub/a.jpg": await jpeg(), "p/b.jpg": await jpeg(), "o/sub": "a file" });
    const { code, stderr } = await runCli(["optimize", "p", "--out", "o"], { cwd });
    expect(code).toBe(1);
    expect(stderr).toBe("p/sub/a.jpg\n  The output cannot be written: a file is where a folder is needed (outputUnwritable)\n");
    expect(await filesBelow(join(cwd, "o"))).toEqual(["b.jpg", "sub"]);
  });

  it("gives up with a reason where it has no place for temporary files, and leaves none where it has", async () => {
    const cwd = testFolder();
    const temporary = testFolder();
    await writeTree(cwd, { "a.jpg": await jpeg() });
    const run = (TMPDIR: string) =>
      runCli(["optimize", "a.jpg", "--out", "o"], { cwd, env: { TMPDIR, TEMP: TMPDIR, TMP: TMPDIR } });
    expect(await run(join(temporary, "missing"))).toMatchObject({ code: 1, stderr: expect.stringContaining("had to give up") });
    expect(await run(temporary)).toMatchObject({ code: 0 });
    expect(readdirSync(temporary)).toEqual([]);
  });

  const shared = process.env.PIXELMILL_SHARED ?? resolve(import.meta.dirname, "../../../../../shared");
  const web = join(shared, "images/web");

  it.skipIf(!existsSync(web))(
    "turns 150 real images into WebP without a failure (skipped where shared/images/web is absent)",
    async () => {
      const cwd = testFolder();
      const { code, stdout } = await runCli(["optimize", web, "--out", "o", "--format", "webp", "--json"], { cwd });
      const { results, summary } = readLines(stdout);
      const sources = await filesBelow(web);
      expect(code).toBe(0);
      expect(summary).toMatchObject({ files: sources.length, failed: 0, skipped: 0 });
      expect(results.map(({ path }) => path)).toEqual(sources.map((path) => join(web, path)));
      expect(await filesBelow(join(cwd, "o"))).toEqual(results.map(({ outputPath }) => outputPath?.slice(2)).sort());
    },
    180_000,
  );
}, 60_000);
