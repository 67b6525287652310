import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { describeCargo, missingCargo, packageRoot } from "../scripts/toolchain.mjs";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "pixelmill-build-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function runScript(name: string, env: NodeJS.ProcessEnv, ...args: string[]): { status: number | null; stdout: string } {
  const script = join(packageRoot, "scripts", name);
  return spawnSync(process.execPath, [script, ...args], { env: { ...process.env, ...env }, encoding: "utf8" });
}

/** On Windows the variable is named Path, and spawn takes the first of two. */
const WITHOUT_PROGRAMS = { PATH: "", Path: "" };

it("without cargo the build succeeds and leaves word of what is missing", () => {
  expect(runScript("build.mjs", WITHOUT_PROGRAMS, join(folder, "dist")).status).toBe(0);
  expect(readdirSync(join(folder, "dist"))).toEqual(["build.json"]);
  const outcome = JSON.parse(readFileSync(join(folder, "dist", "build.json"), "utf8"));
  expect(outcome).toEqual({ addon: false, missing: "cargo (Rust) is not installed" });
});

it("without the crates and a way to fetch them the build succeeds and leaves word of it", (context) => {
  const missing = missingCargo(describeCargo());
  context.skip(missing !== null, `needs cargo: ${missing}`);
  const offline = { CARGO_HOME: join(folder, "cargo"), CARGO_NET_OFFLINE: "true" };
  expect(runScript("build.mjs", offline, join(folder, "dist")).status).toBe(0);
  const outcome = JSON.parse(readFileSync(join(folder, "dist", "build.json"), "utf8"));
  expect(outcome).toEqual({ addon: false, missing: expect.stringMatching(/^its Rust crates can't be fetched \(.+\)$/) });
});

it("an old cargo is told with the version that is needed", () => {
  expect(missingCargo("cargo 1.70.0 (ec8a8a0ca 2023-04-25)")).toMatch(/^cargo 1\.70 is too old, 1\.\d+ or newer is needed$/);
  expect(missingCargo("cargo 1.1000.0")).toBeNull();
  expect(missingCargo("cargo 2.0.0")).toBeNull();
});

it("the build's cache key changes with cargo, and stays the same while nothing changes", () => {
  const without = runScript("toolchain.mjs", WITHOUT_PROGRAMS).stdout;
  expect(without).toContain("no cargo");
  expect(runScript("toolchain.mjs", WITHOUT_PROGRAMS).stdout).toBe(without);
  if (describeCargo() !== null) expect(runScript("toolchain.mjs", {}).stdout).not.toBe(without);
});

it("no outcome is reused while the crates are absent, since the network may be back", (context) => {
  context.skip(describeCargo() === null, "needs cargo");
  const env = { CARGO_HOME: join(folder, "cargo") };
  expect(runScript("toolchain.mjs", env).stdout).not.toBe(runScript("toolchain.mjs", env).stdout);
});
