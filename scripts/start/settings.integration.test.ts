import { spawnSync } from "node:child_process";
import path from "node:path";
import { expect, it } from "vitest";

it("tells all that is wrong with the settings at once, and starts nothing", () => {
  const main = path.join(import.meta.dirname, "main.ts");
  const env = { PORT: "abc", MEMORY_LIMIT: "1", ENCODERS: "0" };
  const { status, stderr, stdout } = spawnSync(process.execPath, [main], { env, encoding: "utf8" });
  for (const name of Object.keys(env)) expect(stderr).toContain(`  ${name}: expected`);
  expect(stdout).toBe("");
  expect(status).toBe(1);
});

it("says which argument it does not know, and starts nothing", () => {
  const main = path.join(import.meta.dirname, "main.ts");
  const { status, stderr, stdout } = spawnSync(process.execPath, [main, "--nobuild"], { env: {}, encoding: "utf8" });
  expect(stderr).toContain("Unknown option '--nobuild'");
  expect(stdout).toBe("");
  expect(status).toBe(1);
});
