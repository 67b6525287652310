import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { jobReportSchema } from "@pixelmill/core";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { filesBelow, testFolder, writeTree } from "./testing/folder.ts";
import { jpeg } from "./testing/images.ts";
import { readLines, startCli } from "./testing/runCli.ts";

/** Polls until there is something; the test's own time limit ends it otherwise. */
async function until<Value>(find: () => Value | undefined | Promise<Value | undefined>): Promise<Value> {
  for (;;) {
    const found = await find();
    if (found !== undefined) return found;
    await wait(20);
  }
}

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

/** Child processes of a process, from /proc. */
const childrenOf = (pid: number): number[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ").filter(Boolean).map(Number);

/** A run of many files that is under way: some are done, most are not. */
async function startedRun() {
  const [cwd, temporary] = [testFolder(), testFolder()];
  const image = await jpeg(500, 400);
  await writeTree(cwd, Object.fromEntries(Array.from({ length: 120 }, (_, at) => [`p/${at}.jpg`, image])));
  const run = startCli(["optimize", "p", "--out", "o", "--format", "avif", "--json"], { cwd, env: { TMPDIR: temporary } });
  await until(async () => ((await filesBelow(join(cwd, "o"))).length > 2 ? true : undefined));
  return { ...run, cwd, temporary, encoders: childrenOf(run.child.pid ?? 0) };
}

describe.skipIf(process.platform !== "linux")(
  "a signal",
  () => {
    it.each([
      ["SIGINT", 130],
      ["SIGTERM", 143],
      ["SIGHUP", 129],
    ] as const)("%s ends a run with %d: no process and no temporary file stays, whole results do", async (signal, expected) => {
      const { child, ended, cwd, temporary, encoders } = await startedRun();
      expect(encoders.length).toBeGreaterThanOrEqual(3);
      expect(readdirSync(temporary)).toHaveLength(1);
      child.kill(signal);
      // npx passes a signal on that the process has had already: the second must not cut the end short.
      child.kill(signal);
      const { code, stdout, stderr } = await ended;
      expect(code).toBe(expected);
      expect(encoders.filter(isAlive)).toEqual([]);
      expect(readdirSync(temporary)).toEqual([]);
      const { results, summary } = readLines(stdout);
      expect(summary.cancelled).toBeGreaterThan(0);
      expect(summary.optimized + summary.cancelled).toBe(120);
      expect(stderr).toMatch(/^Stopped before the end\.\n120 files: \d+ optimized, \d+ not done\.\n/);
      const outputs = await filesBelow(join(cwd, "o"));
      expect(outputs).toEqual(results.map(({ outputPath }) => outputPath?.slice(2)).sort());
      for (const output of outputs) await sharp(join(cwd, "o", output)).stats();
    });

    it("before any work leaves nothing", async () => {
      const [cwd, temporary] = [testFolder(), testFolder()];
      await writeTree(cwd, { "a.jpg": await jpeg() });
      const { child, ended } = startCli(["optimize", "a.jpg", "--out", "o"], { cwd, env: { TMPDIR: temporary } });
      await until(() => readdirSync(temporary)[0]);
      child.kill("SIGINT");
      const { code, stdout } = await ended;
      expect(code).toBe(130);
      expect(stdout).toBe("1 file: 1 not done.\n");
      expect(readdirSync(temporary)).toEqual([]);
    });

    it("leaves no result untold, be it of a file whose other results are missing", async () => {
      const cwd = testFolder();
      const image = await jpeg(500, 400);
      await writeTree(cwd, Object.fromEntries(Array.from({ length: 40 }, (_, at) => [`p/${at}.jpg`, image])));
      expect(await startCli(["optimize", "p/0.jpg", "--out", "first", "--format", "webp"], { cwd }).ended).toMatchObject({
        code: 0,
      });
      const words = ["--format", "webp,avif", "--json", "--report", "r.json"];
      const { child, ended } = startCli(["optimize", "p", "--out", "o", ...words], { cwd });
      await until(async () => ((await filesBelow(join(cwd, "o"))).length > 10 ? true : undefined));
      child.kill("SIGINT");
      const { code, stdout, stderr } = await ended;
      const { results, summary } = readLines(stdout);
      expect(code).toBe(130);
      const outputs = await filesBelow(join(cwd, "o"));
      expect(results.map(({ outputPath }) => outputPath?.slice(2)).sort()).toEqual(outputs);
      expect(results.filter(({ outputPath }) => outputPath?.endsWith(".webp")).every((line) => "reused" in line)).toBe(true);
      expect(summary).toMatchObject({ files: 40, failed: 0, outputs: outputs.length, known: 0 });
      expect(summary.optimized + summary.cancelled).toBe(40);
      expect(summary.cancelled).toBeGreaterThan(0);
      expect(summary.sourceBytes).toBe(new Set(results.map(({ path }) => path)).size * image.length);
      expect(stderr).toContain(`Stopped before the end.\n40 files: `);
      const { totals } = jobReportSchema.parse(JSON.parse(readFileSync(join(cwd, "r.json"), "utf8"))).job;
      expect(totals).toMatchObject({ outputs: outputs.length, outputBytes: summary.outputBytes });
      expect(totals.states.optimized).toBe(summary.optimized);
    });

    it("that cannot be caught leaves no encoder behind", async () => {
      const { child, ended, encoders } = await startedRun();
      child.kill("SIGKILL");
      expect((await ended).code).toBeNull();
      await until(() => (encoders.some(isAlive) ? undefined : true));
    });
  },
  120_000,
);

it.skipIf(process.platform !== "linux")(
  "a reader that leaves ends the run as SIGPIPE would, and nothing stays",
  async () => {
    const { child, ended, temporary, encoders } = await startedRun();
    child.stdout?.destroy();
    expect((await ended).code).toBe(141);
    expect(encoders.filter(isAlive)).toEqual([]);
    expect(readdirSync(temporary)).toEqual([]);
  },
  120_000,
);
