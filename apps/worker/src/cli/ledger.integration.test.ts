import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type JobReport, jobReportSchema } from "@pixelmill/core";
import sharp from "sharp";
import { expect, it } from "vitest";
import type { ResultLine } from "./report/lines.ts";
import { filesBelow, testFolder, writeTree } from "./testing/folder.ts";
import { jpeg, png, webp } from "./testing/images.ts";
import { readLines, runCli, startCli } from "./testing/runCli.ts";

interface Run {
  readonly results: readonly ResultLine[];
  readonly summary: ReturnType<typeof readLines>["summary"];
  readonly report: JobReport;
}

/** Runs to a good end. */
async function optimize(cwd: string, ...words: string[]): Promise<Run> {
  const end = await runCli(["optimize", ...words, "--json", "--quiet", "--report", "report.json"], { cwd });
  expect(end).toMatchObject({ code: 0, stderr: "" });
  return { ...readLines(end.stdout), report: jobReportSchema.parse(JSON.parse(readFileSync(join(cwd, "report.json"), "utf8"))) };
}

/** How often an image went to an encoder, and how many needed none. */
const work = ({ report, summary }: Run) => ({ encoded: report.tasks.ran, known: [report.tasks.known, summary.known] });

/** A folder `p` of a few images that can all be made smaller, and one that cannot. */
async function folderOfImages(): Promise<string> {
  const cwd = testFolder();
  const small = await sharp(await jpeg())
    .jpeg({ quality: 10, mozjpeg: true })
    .toBuffer();
  await writeTree(cwd, { "p/a.jpg": await jpeg(), "p/deep/b.png": await png(), "p/c.webp": await webp(), "p/small.jpg": small });
  return cwd;
}

/** What tells whether somebody has written a file again. */
async function looksBelow(folder: string): Promise<Record<string, string>> {
  const files = await filesBelow(folder);
  return Object.fromEntries(
    files.map((file) => {
      const { ino, mtimeMs } = statSync(join(folder, file));
      return [file, `${ino} ${mtimeMs}`];
    }),
  );
}

async function bytesBelow(folder: string): Promise<Record<string, Buffer>> {
  const files = await filesBelow(folder);
  return Object.fromEntries(files.map((file) => [file, readFileSync(join(folder, file))]));
}

it("a second run over the same folder encodes nothing and leaves every result as it is", async () => {
  const cwd = await folderOfImages();
  const first = await optimize(cwd, "p", "--out", "o");
  expect(work(first)).toEqual({ encoded: 4, known: [0, 0] });
  const looks = await looksBelow(join(cwd, "o"));
  const second = await optimize(cwd, "p", "--out", "o");
  expect(work(second)).toEqual({ encoded: 0, known: [4, 4] });
  expect(await looksBelow(join(cwd, "o"))).toEqual(looks);
  expect(second.results).toEqual(first.results.map((line) => ({ ...line, encodeMs: null, peakBytes: null, reused: true })));
  const inWords = await runCli(["optimize", "p", "--out", "o"], { cwd });
  expect(inWords.stdout).toContain("4 files known from before: nothing of them was encoded again.");
});

it("sources that were moved or renamed, and results that go elsewhere, are copied and not encoded", async () => {
  const cwd = await folderOfImages();
  await optimize(cwd, "p", "--out", "o");
  const before = await bytesBelow(join(cwd, "o"));
  renameSync(join(cwd, "p/a.jpg"), join(cwd, "p/deep/ä renamed.jpg"));
  renameSync(join(cwd, "p/small.jpg"), join(cwd, "p/other.jpg"));
  const moved = await optimize(cwd, "p", "--out", "o");
  expect(work(moved)).toEqual({ encoded: 0, known: [4, 4] });
  expect(readFileSync(join(cwd, "o/deep/ä renamed.jpg")).equals(before["a.jpg"] ?? Buffer.of())).toBe(true);
  expect(readFileSync(join(cwd, "o/other.jpg")).equals(before["small.jpg"] ?? Buffer.of())).toBe(true);
  expect(work(await optimize(cwd, "p", "--out", "elsewhere"))).toEqual({ encoded: 0, known: [4, 4] });
  // What is the newest place of a file is the one that counts.
  rmSync(join(cwd, "o"), { recursive: true });
  expect(work(await optimize(cwd, "p", "--out", "o"))).toEqual({ encoded: 0, known: [4, 4] });
  expect(Object.keys(await bytesBelow(join(cwd, "o")))).toHaveLength(4);
});

it("results that are lost or were changed are made again, the same as before", async () => {
  const cwd = await folderOfImages();
  await optimize(cwd, "p", "--out", "o");
  const before = await bytesBelow(join(cwd, "o"));
  rmSync(join(cwd, "o/a.jpg"));
  const changed = Buffer.from(before["c.webp"] ?? "");
  changed[changed.length - 1] = 255 - (changed.at(-1) ?? 0);
  writeFileSync(join(cwd, "o/c.webp"), changed);
  expect(work(await optimize(cwd, "p", "--out", "o"))).toEqual({ encoded: 2, known: [2, 2] });
  expect(await bytesBelow(join(cwd, "o"))).toEqual(before);
});

it("a source that was changed is encoded, and so is everything under other settings", async () => {
  const cwd = await folderOfImages();
  await optimize(cwd, "p", "--out", "o");
  writeFileSync(join(cwd, "p/a.jpg"), await jpeg(200, 100));
  expect(work(await optimize(cwd, "p", "--out", "o"))).toEqual({ encoded: 1, known: [3, 3] });
  expect(work(await optimize(cwd, "p", "--out", "o", "--format", "webp"))).toEqual({ encoded: 4, known: [0, 0] });
});

it("of several results only those are encoded that are new", async () => {
  const cwd = await folderOfImages();
  await optimize(cwd, "p/a.jpg", "--out", "o", "--format", "webp,png", "--resize", "width=60");
  const looks = await looksBelow(join(cwd, "o"));
  const more = await optimize(cwd, "p/a.jpg", "--out", "o", "--format", "webp,avif,png", "--resize", "width=60");
  expect(work(more)).toEqual({ encoded: 1, known: [0, 0] });
  expect(more.results.map(({ outputPath, ...line }) => [outputPath, "reused" in line])).toEqual([
    ["o/a.webp", true],
    ["o/a.avif", false],
    ["o/a.png", true],
  ]);
  expect(await looksBelow(join(cwd, "o"))).toMatchObject(looks);
});

it("a run over its own output changes nothing, elsewhere and in place", async () => {
  const cwd = await folderOfImages();
  await optimize(cwd, "p", "--out", "o");
  const before = await bytesBelow(join(cwd, "o"));
  const again = await optimize(cwd, "o", "--out", "o2");
  expect(work(again)).toEqual({ encoded: 0, known: [4, 4] });
  expect(again.results.map((line) => line.status === "keptOriginal" && line.reason)).toEqual([
    "alreadyOptimized",
    "alreadyOptimized",
    "alreadyOptimized",
    "wouldBeLarger",
  ]);
  expect(await bytesBelow(join(cwd, "o2"))).toEqual(before);
  const looks = await looksBelow(join(cwd, "o"));
  expect(work(await optimize(cwd, "o", "--out", "o", "--overwrite"))).toEqual({ encoded: 0, known: [4, 4] });
  expect(await looksBelow(join(cwd, "o"))).toEqual(looks);
});

it("sources that were replaced by their results are left alone by the next run", async () => {
  const cwd = await folderOfImages();
  await optimize(cwd, "p", "--out", "p", "--overwrite", "--quality", "60");
  const looks = await looksBelow(join(cwd, "p"));
  expect(work(await optimize(cwd, "p", "--out", "p", "--overwrite", "--quality", "60")).encoded).toBe(0);
  expect(await looksBelow(join(cwd, "p"))).toEqual(looks);
});

it("a known result takes the place of its source", async () => {
  const cwd = await folderOfImages();
  await optimize(cwd, "p", "--out", "o");
  expect(work(await optimize(cwd, "p", "--out", "p", "--overwrite")).encoded).toBe(0);
  expect(await bytesBelow(join(cwd, "p"))).toEqual(await bytesBelow(join(cwd, "o")));
});

it("its own output is converted and made smaller as anything else, and encoded where another quality is asked for", async () => {
  const cwd = testFolder();
  await writeTree(cwd, { "p/a.jpg": await jpeg() });
  await optimize(cwd, "p", "--out", "o");
  for (const words of [
    ["--format", "webp"],
    ["--resize", "width=50"],
    ["--quality", "20"],
  ]) {
    const run = await optimize(cwd, "o", "--out", "o2", ...words);
    expect(work(run)).toEqual({ encoded: 1, known: [0, 0] });
    expect(run.results[0]?.status).toBe("optimized");
  }
});

it("runs at the same time share their ledger, and each delivers everything", async () => {
  const cwd = await folderOfImages();
  const outs = ["o1", "o2", "o3"];
  const ends = await Promise.all(outs.map((out) => runCli(["optimize", "p", "--out", out, "--quiet"], { cwd })));
  expect(ends).toEqual(outs.map(() => ({ code: 0, stdout: "", stderr: "" })));
  const [first, ...others] = await Promise.all(outs.map((out) => bytesBelow(join(cwd, out))));
  expect(others).toEqual([first, first]);
  expect(work(await optimize(cwd, "p", "--out", "o4"))).toEqual({ encoded: 0, known: [4, 4] });
});

it.skipIf(process.platform === "win32")("a run that was killed is taken up where it was", async () => {
  const cwd = testFolder();
  const names = Array.from({ length: 12 }, (_, at) => `${at}`);
  await writeTree(cwd, Object.fromEntries(await Promise.all(names.map(async (name) => [`p/${name}.jpg`, await jpeg(900, 700)]))));
  const run = startCli(["optimize", "p", "--out", "o", "--json"], { cwd });
  await new Promise<void>((resolve) => run.child.stdout?.once("data", () => resolve()));
  run.child.kill("SIGKILL");
  await run.ended;
  const rest = await optimize(cwd, "p", "--out", "o");
  expect(rest.results.every(({ status }) => status === "optimized")).toBe(true);
  expect(rest.report.tasks.ran + rest.summary.known).toBe(12);
  expect(work(await optimize(cwd, "p", "--out", "o"))).toEqual({ encoded: 0, known: [12, 12] });
});

it("goes without a ledger where none is wanted, and where it cannot be used", async () => {
  const cwd = await folderOfImages();
  await optimize(cwd, "p", "--out", "o", "--no-ledger");
  expect(await filesBelow(`${cwd}-data`)).toEqual([]);
  expect(work(await optimize(cwd, "p", "--out", "o", "--ledger", "my.db"))).toEqual({ encoded: 4, known: [0, 0] });
  expect(work(await optimize(cwd, "p", "--out", "o", "--ledger", "my.db"))).toEqual({ encoded: 0, known: [4, 4] });
  expect(work(await optimize(cwd, "p", "--out", "o", "--no-ledger"))).toEqual({ encoded: 4, known: [0, 0] });
  mkdirSync(join(cwd, "folder"));
  writeFileSync(join(cwd, "text"), "this is a text and not a database".repeat(100));
  for (const [file, reason] of [
    ["folder", "unable to open database file"],
    ["text", "file is not a database"],
  ]) {
    const end = await runCli(["optimize", "p", "--out", "o", "--ledger", file ?? "", "--json", "--quiet"], { cwd });
    expect(end).toMatchObject({
      code: 0,
      stderr: `The ledger ${join(cwd, file ?? "")} cannot be used (${reason}): everything is encoded.\n`,
    });
    expect(readLines(end.stdout).summary).toMatchObject({ files: 4, known: 0 });
  }
});
