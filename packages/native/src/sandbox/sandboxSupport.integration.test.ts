import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { whyNoAddon } from "../testing/toolchain.ts";
import { launcherArguments } from "./sandboxPolicy.ts";
import { findSandbox, sandboxSupport } from "./sandboxSupport.ts";

let dist: string;
beforeEach(() => {
  dist = mkdtempSync(join(tmpdir(), "pixelmill-sandbox-"));
});
afterEach(() => rmSync(dist, { recursive: true }));

const outcome = (value: object) => writeFileSync(join(dist, "build.json"), JSON.stringify(value));

function program(text: string): void {
  writeFileSync(join(dist, "launcher"), `#!/bin/sh\n${text}\n`);
  chmodSync(join(dist, "launcher"), 0o755);
  outcome({ addon: true, file: "any.node", launcher: "launcher" });
}

it("off Linux there is none", () => {
  const { launcher, missing } = findSandbox(dist, "darwin");
  expect([launcher, missing]).toEqual([null, ["only Linux has what it is made of"]]);
});

describe.runIf(process.platform === "linux")("on Linux", () => {
  it("the reason for which nothing was built is passed on", () => {
    outcome({ addon: false, missing: "cargo (Rust) is not installed" });
    expect(findSandbox(dist)).toEqual({ launcher: null, missing: ["cargo (Rust) is not installed"] });
  });

  it("a build from before there was a launcher says how to build", () => {
    outcome({ addon: true, file: "any.node" });
    expect(findSandbox(dist).missing[0]).toMatch(/not built.*nx build/);
  });

  it.each([
    ["is not there", () => outcome({ addon: true, file: "any.node", launcher: "gone" }), /does not run \(.*ENOENT/],
    ["fails", () => program("echo broken >&2; exit 3"), /does not run \(broken\)/],
  ])("a launcher that %s is told with the reason", (_, make, words) => {
    make();
    expect(findSandbox(dist)).toEqual({ launcher: null, missing: [expect.stringMatching(words)] });
  });

  it("what a kernel lacks is told part by part", () => {
    program(`echo '{"landlock":0,"filesMissing":"no Landlock","callsMissing":null}'`);
    expect(findSandbox(dist)).toMatchObject({ landlock: null, calls: true, missing: ["no Landlock"] });
    program(`echo '{"landlock":3,"filesMissing":null,"callsMissing":"no seccomp"}'`);
    expect(findSandbox(dist)).toMatchObject({ landlock: 3, calls: false, missing: ["no seccomp"] });
  });
});

const missing = process.platform === "linux" ? whyNoAddon() : "only Linux has a sandbox";
if (missing !== null) console.warn(`Skipped: the launcher's tests, since it can't be built here (${missing}).`);

describe.skipIf(missing !== null)("where cargo and its crates are there", () => {
  it("the launcher is built and runs", () => {
    expect(sandboxSupport().launcher).toMatch(/pixelmill-sandbox$/);
  });

  it("what it is asked for in vain ends it before the program runs, with the reason", () => {
    const { launcher } = sandboxSupport();
    const policy = { execute: [], read: [], environment: [], dataBytes: 1e9, fileBytes: 1, openFiles: 100 };
    const run = (write: string, name: string) => {
      const words = [...launcherArguments({ ...policy, write: [write] }), name];
      return spawnSync(launcher ?? "", words, { encoding: "utf8" });
    };
    const gone = run(join(dist, "gone"), process.execPath);
    expect([gone.status, gone.stderr]).toEqual([126, expect.stringMatching(/could not be set up: .*gone/)]);
    const relative = run(dist, "node");
    expect([relative.status, relative.stderr]).toEqual([126, expect.stringMatching(/not an absolute path: node/)]);
  });
});
