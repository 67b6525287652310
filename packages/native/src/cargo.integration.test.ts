import { spawnSync } from "node:child_process";
import { expect, it } from "vitest";
import { packageRoot } from "../scripts/toolchain.mjs";
import { whyNoAddon } from "./testing/toolchain.ts";

it("the Rust tests pass", (context) => {
  const missing = whyNoAddon();
  context.skip(missing !== null, `cargo test can't run here: ${missing}`);
  const args = ["test", "--locked", "--package", "pixelmill-host", "--target-dir", "target"];
  const { status, stdout, stderr } = spawnSync("cargo", args, { cwd: packageRoot, encoding: "utf8" });
  expect(status, stdout + stderr).toBe(0);
  expect(stdout).toMatch(/test every_case_of_the_table_holds \.\.\. ok/);
});
