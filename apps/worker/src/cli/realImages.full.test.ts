import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, it } from "vitest";
import { filesBelow, testFolder } from "./testing/folder.ts";
import { readLines, runCli } from "./testing/runCli.ts";

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
