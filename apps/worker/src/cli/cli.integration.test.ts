import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { testFolder, writeTree } from "./testing/folder.ts";
import { jpeg } from "./testing/images.ts";
import { runCli } from "./testing/runCli.ts";

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

it("refuses a page of pictures that it could not write", async () => {
  const cwd = testFolder();
  await writeTree(cwd, { "a.jpg": "" });
  const end = (file: string) => runCli(["optimize", "a.jpg", "--out", "o", "--pictures", file], { cwd });
  expect((await end("p.txt")).stderr).toMatch(/^--pictures: expected a file that ends in .html\n/);
  expect(await end("missing/p.html")).toMatchObject({ code: 2, stderr: "--pictures: missing is no folder\n" });
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
