import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const core = path.join(import.meta.dirname, "..");
const root = path.join(core, "../..");
const tsc = path.join(root, "node_modules/typescript/bin/tsc");

/** Outside the workspace, so that nothing of it can be found from there. */
const app = mkdtempSync(path.join(tmpdir(), "pixelmill-sample-"));
/** Inside it, so that the copy of core finds its packages; a copy, because packing changes package.json for a moment. */
const copy = path.join(root, "tmp", `packed-${process.pid}`, "packages/core");

const npm = (cwd: string, ...args: string[]): string =>
  execFileSync("npm", args, { cwd, encoding: "utf8", shell: process.platform === "win32", stdio: ["ignore", "pipe", "pipe"] });

/** The Node of these tests, and the first other one on the PATH: people run whatever their system brings. */
function findNodes(): { version: string; node: string }[] {
  const exe = process.platform === "win32" ? "node.exe" : "node";
  const found = (process.env.PATH ?? "").split(path.delimiter).flatMap((folder) => {
    try {
      const node = path.join(folder, exe);
      return [{ node, version: execFileSync(node, ["--version"], { encoding: "utf8" }).trim() }];
    } catch {
      return [];
    }
  });
  const nodes = [{ node: process.execPath, version: process.version }, ...found];
  const supported = nodes.filter(({ version }) => Number.parseInt(version.slice(1), 10) >= 20);
  return supported.filter(({ version }, index) => supported.findIndex((other) => other.version === version) === index);
}

beforeAll(() => {
  mkdirSync(copy, { recursive: true });
  for (const name of ["package.json", "tsconfig.build.json", "src", "scripts"])
    cpSync(path.join(core, name), path.join(copy, name), { recursive: true });
  cpSync(path.join(root, "tsconfig.base.json"), path.join(copy, "../../tsconfig.base.json"));
  npm(copy, "pack", "--pack-destination", app);
  cpSync(path.join(import.meta.dirname, "sample"), app, { recursive: true });
  writeFileSync(path.join(app, "package.json"), JSON.stringify({ private: true, type: "module" }));
  const tarball = readdirSync(app).find((name) => name.endsWith(".tgz"));
  npm(app, "install", `./${tarball}`, "--prefer-offline", "--no-audit", "--no-fund");
}, 120_000);

afterAll(() => {
  rmSync(path.join(copy, "../.."), { recursive: true, force: true });
  rmSync(app, { recursive: true, force: true });
});

describe("the packed package", () => {
  const installed = path.join(app, "node_modules/@pixelmill/core");

  it("holds JavaScript and declarations, and no source or test", () => {
    const files = readdirSync(installed, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const names = files.map(({ name }) => name);
    expect(names).toContain("index.js");
    expect(names.filter((name) => name.endsWith(".js")).length).toBe(names.filter((name) => name.endsWith(".d.ts")).length);
    expect(names.filter((name) => !/\.(js|d\.ts)$|^package\.json$|^README|^LICENSE/.test(name))).toEqual([]);
    expect(names.filter((name) => name.includes(".test."))).toEqual([]);
  });

  it("depends on zod and nothing else", () => {
    const { dependencies } = JSON.parse(readFileSync(path.join(installed, "package.json"), "utf8"));
    expect(Object.keys(dependencies)).toEqual(["zod"]);
  });

  it("leaves package.json as it was", () => {
    const read = (folder: string) => readFileSync(path.join(folder, "package.json"), "utf8");
    expect(read(copy)).toBe(read(core));
    expect(JSON.parse(read(core)).exports).toEqual({ ".": "./src/index.ts" });
  });
});

describe("a program that uses the packed package", () => {
  beforeAll(() => {
    // Reads every declaration of the package too: skipLibCheck is off.
    const { status, stdout } = spawnSync(process.execPath, [tsc, "-p", "."], { cwd: app, encoding: "utf8" });
    expect({ status, stdout }).toEqual({ status: 0, stdout: "" });
  });

  it.each(findNodes())("plans and dispatches under Node $version", ({ node }) => {
    const output = execFileSync(node, ["sample.js"], { cwd: app, encoding: "utf8", env: { PATH: process.env.PATH } });
    const result = JSON.parse(output);
    expect(result.statuses).toEqual(Array.from({ length: 40 }, () => "optimized"));
    expect(result).toMatchObject({
      measuredTasks: 40,
      webp: "image/webp",
      quality: 70,
      resized: { width: 200, height: 150 },
      failure: { code: "emptyFile", message: "The file is empty." },
      retryable: true,
    });
    expect(result.batchedTasks).toBeGreaterThanOrEqual(40);
  });
});
