import { spawnSync } from "node:child_process";
import { expect, it } from "vitest";
import { describeCargo, packageRoot } from "../scripts/toolchain.mjs";
import { whyNoAddon } from "./testing/toolchain.ts";

const missing = whyNoAddon();
if (missing !== null) console.warn(`Skipped: the Rust tests, since cargo test can't run here (${missing}).`);

/** The build names its target, so cargo keeps what it compiled in a folder of that name. */
const target = /^host: (.+)$/m.exec(describeCargo() ?? "")?.[1] ?? "";

/** Codecs are tested as they are built, with the crates that the build has compiled: without optimization each test would take minutes. */
const suites = [
  { crate: "pixelmill-host", profile: [], proof: /test every_case_of_the_table_holds \.\.\. ok/ },
  {
    crate: "pixelmill-codecs",
    profile: ["--release", "--target", target],
    proof: /test jpeg::every_kind_keeps_its_pixels_and_gets_smaller \.\.\. ok/,
  },
  ...(process.platform === "linux"
    ? [
        {
          crate: "pixelmill-sandbox",
          profile: ["--release", "--target", target],
          proof: /test every_call_answers_as_it_should \.\.\. ok/,
        },
      ]
    : []),
];

it.skipIf(missing !== null).each(suites)("the Rust tests of $crate pass", ({ crate, profile, proof }) => {
  const args = ["test", "--locked", ...profile, "--package", crate, "--target-dir", "target"];
  const { status, stdout, stderr } = spawnSync("cargo", args, { cwd: packageRoot, encoding: "utf8" });
  expect(status, stdout + stderr).toBe(0);
  expect(stdout).toMatch(proof);
});
