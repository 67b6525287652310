import { chmodSync, lstatSync, readFileSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";
import { expect, it } from "vitest";
import { filesBelow, testFolder, writeTree } from "./testing/folder.ts";
import { jpeg, png, webp } from "./testing/images.ts";
import { readLines, runCli } from "./testing/runCli.ts";

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

it("replaces a link where it is told to, not the file that it leads to, and leaves a link to another source alone", async () => {
  const cwd = testFolder();
  const [own, other] = [await jpeg(90, 90), await jpeg()];
  await writeTree(cwd, { "elsewhere/other.jpg": other, "p/own.jpg": own });
  symlinkSync("../elsewhere/other.jpg", join(cwd, "p/to-other.jpg"));
  symlinkSync("own.jpg", join(cwd, "p/to-own.jpg"));
  const { code, stdout } = await runCli(["optimize", "p", "--out", "p", "--overwrite", "--json"], { cwd });
  expect(code).toBe(0);
  const { results, summary } = readLines(stdout);
  expect(results.map(({ path, outputPath, status }) => [path, outputPath, status])).toEqual([
    ["p/own.jpg", "p/own.jpg", "optimized"],
    ["p/to-other.jpg", "p/to-other.jpg", "optimized"],
  ]);
  expect(summary).toMatchObject({ files: 2, skipped: 1 });
  expect(readFileSync(join(cwd, "elsewhere/other.jpg")).equals(other)).toBe(true);
  expect(lstatSync(join(cwd, "p/to-other.jpg")).isSymbolicLink()).toBe(false);
  expect(statSync(join(cwd, "p/to-other.jpg")).size).toBeLessThan(other.length);
  expect(lstatSync(join(cwd, "p/to-own.jpg")).isSymbolicLink()).toBe(true);
  expect(statSync(join(cwd, "p/to-own.jpg")).size).toBeLessThan(own.length);
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
