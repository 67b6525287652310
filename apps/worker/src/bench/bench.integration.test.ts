import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BenchReport, benchReportSchema } from "@pixelmill/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startCli } from "../cli/testing/runCli.ts";
import { makePhoto } from "../testing/images.ts";
import { canSeeProcesses, treeOf } from "./processes/processTree.ts";
import { elementsOf } from "./testing/wellFormed.ts";

const pagesAreBuilt = existsSync(join(import.meta.dirname, "../../../web/.next/BUILD_ID"));
if (!pagesAreBuilt) console.warn("The pages are not built: the benchmark is tested without the whole path.");
const variants = pagesAreBuilt ? ["engine", "service"] : ["engine"];

const sizes = [
  [120, 80],
  [300, 200],
  [640, 480],
] as const;

let folder = "";
const env = () => ({ TMPDIR: join(folder, "tmp"), LOG_LEVEL: "silent" });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "pixelmill-bench-test-"));
  await Promise.all(["images", "tmp"].map((name) => mkdir(join(folder, name))));
  for (const [index, [width, height]] of sizes.entries())
    await writeFile(join(folder, "images", `photo <${index}>.jpg`), await makePhoto(width, height, index));
  await writeFile(join(folder, "images", "broken.jpg"), "no image");
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const bench = (...words: string[]) => startCli(["bench", ...words], { cwd: folder, env: env() });

describe("a benchmark of a small folder", () => {
  let report: BenchReport;
  let output = { code: null as number | null, stdout: "", stderr: "" };

  beforeAll(async () => {
    const files = ["--json", "report.json", "--html", "report.html"];
    output = await bench("images", "--pairs", "1", "--format", "webp", "--variant", variants.join(","), ...files).ended;
    expect(output.code, output.stderr).toBe(0);
    report = benchReportSchema.parse(JSON.parse(await readFile(join(folder, "report.json"), "utf8")));
  }, 240_000);

  it("measures every variant on the same files", () => {
    const [only] = report.cases;
    expect(report.cases).toHaveLength(1);
    expect(only?.set).toMatchObject({ name: "images", files: 3, pixels: 120 * 80 + 300 * 200 + 640 * 480 });
    const [pair] = only?.pairs ?? [];
    const measured = [pair?.raw, pair?.engine, ...(pagesAreBuilt ? [pair?.service] : [])];
    for (const run of measured) expect(run).toMatchObject({ images: 3, failed: 0, pixels: only?.set.pixels });
    // The same options make the same bytes, whoever runs them.
    expect(new Set(measured.map((run) => run?.outputBytes)).size).toBe(1);
    expect(pair?.engine?.inspection?.wallMs).toBeGreaterThan(0);
  });

  it("knows what each image takes alone, and how the engine ran them", () => {
    const [only] = report.cases;
    expect(only?.bound.tasks.map(({ name }) => name).sort()).toEqual(["photo <0>.jpg", "photo <1>.jpg", "photo <2>.jpg"]);
    expect(only?.picture?.tasks).toHaveLength(3);
    for (const task of only?.picture?.tasks ?? []) {
      expect(task.startedMs).toBeGreaterThanOrEqual(task.submittedMs);
      expect(task.endedMs).toBeGreaterThan(task.startedMs);
    }
    const batches = only?.picture?.batchSizes.reduce((sum, { count }) => sum + count, 0) ?? 0;
    expect(batches).toBeGreaterThanOrEqual(1);
    expect(batches).toBeLessThanOrEqual(3);
  });

  it.runIf(canSeeProcesses)("reads CPU time and memory of the processes from outside", () => {
    const [only] = report.cases;
    for (const run of [only?.pairs[0]?.raw, only?.pairs[0]?.engine]) expect(run?.cpuSeconds).toBeGreaterThan(0);
    expect(only?.memory.map(({ variant }) => variant)).toEqual(["raw", ...variants]);
    for (const { peakBytes, samples } of only?.memory ?? []) {
      expect(samples).toBeGreaterThan(0);
      expect(peakBytes).toBeGreaterThan(20e6);
    }
    expect(only?.bound.tasks.every(({ cpuMs, peakBytes }) => cpuMs > 0 && peakBytes !== null)).toBe(true);
  });

  it.runIf(pagesAreBuilt)("measures one image alone by HTTP", () => {
    expect(report.latency?.rawMs.length).toBeGreaterThan(10);
    expect(report.latency?.serviceMs).toHaveLength(report.latency?.rawMs.length ?? 0);
  });

  it("says what was in force, and tells it in the terminal", () => {
    expect(report.configuration).toMatchObject({ pairs: 1, encoders: 2, variants: ["raw", ...variants] });
    expect(report.machine).toMatchObject({ node: process.versions.node });
    expect(output.stdout).toContain("images → webp: 3 files");
    expect(output.stdout).toContain("plan.inFlight");
    expect(output.stderr).toContain("left out 1 files that are no images");
  });

  it("writes a page that is well-formed", async () => {
    const page = await readFile(join(folder, "report.html"), "utf8");
    expect(elementsOf(page).filter((name) => name === "svg")).toHaveLength(6);
    expect(page).toContain("photo &lt;2&gt;.jpg");
  });

  it("can be compared with another one", async () => {
    const compared = await bench("--compare", "report.json", "report.json", "--html", "compared.html").ended;
    expect(compared).toMatchObject({ code: 0, stderr: "" });
    expect(compared.stdout).toContain("images → webp");
    elementsOf(await readFile(join(folder, "compared.html"), "utf8"));
  });

  it("leaves nothing behind", async () => {
    expect((await readdir(join(folder, "tmp"))).filter((name) => name.startsWith("pixelmill-"))).toEqual([]);
  });
});

describe("pixelmill bench", () => {
  it("refuses what is no report", async () => {
    await writeFile(join(folder, "other.json"), '{"version": 1}');
    const { code, stderr } = await bench("--compare", "other.json", "other.json").ended;
    expect(code).toBe(1);
    expect(stderr).toContain("other.json is no report of this version of the benchmark");
  });

  it("says which version wrote a report that it cannot read", async () => {
    await writeFile(join(folder, "old.json"), '{"kind": "pixelmill-bench", "version": 1}');
    const { code, stderr } = await bench("--compare", "old.json", "old.json").ended;
    expect(code).toBe(1);
    expect(stderr).toMatch(/old\.json is a report of version 1; this benchmark reads version \d+: measure again with it\./);
  });

  it("finds files and folders that are not there before it measures anything", async () => {
    const { code, stdout, stderr } = await bench("nowhere", "--json", "missing/a.json", "--html", "missing/a.html").ended;
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    const reports = ["json", "html"].map((name) => `--${name}: missing is no folder\n`);
    expect(stderr).toBe(`nowhere: there is no such file or folder\n${reports.join("")}`);
    expect(await bench("--compare", "a.json", "b.json").ended).toMatchObject({
      code: 2,
      stderr: "a.json: there is no such file or folder\nb.json: there is no such file or folder\n",
    });
  });

  it("says what is missing where a folder holds no images", async () => {
    const { code, stderr } = await bench("tmp", "--variant", "engine").ended;
    expect(code).toBe(1);
    expect(stderr).toContain("tmp holds no images.");
  });

  it.runIf(canSeeProcesses)("stopped by Ctrl-C ends with all it has started, and leaves nothing behind", async () => {
    const run = bench("images", "--pairs", "100", "--format", "webp", "--variant", variants.join(","));
    await new Promise<void>((resolve) => run.child.stderr?.on("data", (text) => String(text).includes("pair 2") && resolve()));
    const started = treeOf([run.child.pid ?? 0]).slice(1);
    expect(started.length).toBeGreaterThanOrEqual(4);
    run.child.kill("SIGINT");
    expect(await run.ended).toMatchObject({ code: 130, stdout: "" });
    await expect.poll(() => started.filter((pid) => existsSync(`/proc/${pid}`)), { timeout: 20_000 }).toEqual([]);
    expect((await readdir(join(folder, "tmp"))).filter((name) => name.startsWith("pixelmill-"))).toEqual([]);
  });
});
