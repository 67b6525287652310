import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Addon, addonNative, requireAddon } from "./addon.ts";
import { DIST_FOLDER } from "./buildOutcome.ts";
import { toWindowsLongPath } from "./longPath.ts";
import { portable } from "./portable.ts";
import { describeNativeContract } from "./testing/contract.ts";
import { longPathCases } from "./testing/fixtures.ts";
import { whyNoAddon } from "./testing/toolchain.ts";

const missing = whyNoAddon();
if (missing !== null) console.warn(`Skipped: the addon's tests, since it can't be built here (${missing}).`);

function builtAddon(): Addon {
  const { file } = JSON.parse(readFileSync(join(DIST_FOLDER, "build.json"), "utf8")) as { file: string };
  return requireAddon(join(DIST_FOLDER, file));
}

describe.skipIf(missing !== null)("where cargo and its crates are there", () => {
  it("a fresh process loads the addon, and no fallback", () => {
    const index = new URL("./index.ts", import.meta.url).href;
    const script = `import(${JSON.stringify(index)}).then(({ native, nativeStatus }) =>
      console.log(JSON.stringify({ kind: native.kind, status: nativeStatus, memory: native.systemMemory() })))`;
    const env = { ...process.env, PIXELMILL_NATIVE: "" };
    const { stdout } = spawnSync(process.execPath, ["-e", script], { env, encoding: "utf8" });
    expect(JSON.parse(stdout)).toMatchObject({ kind: "addon", status: { kind: "addon" }, memory: expect.any(Object) });
  });

  describeNativeContract("addon", () => addonNative(builtAddon()));

  it("tells the same total, limit and quota as the portable one", () => {
    const facts = ({ systemMemory, cpuQuota }: typeof portable) => {
      const { totalBytes, limitBytes } = systemMemory();
      return { totalBytes, limitBytes, quota: cpuQuota() };
    };
    expect(facts(addonNative(builtAddon()))).toEqual(facts(portable));
  });

  it("makes the same long paths as the portable one, whatever the path", () => {
    const addon = builtAddon();
    for (const { path, cwd, expected } of longPathCases()) expect(addon.toWindowsLongPath(path, cwd)).toBe(expected);
    fc.assert(
      fc.property(pathLike, pathLike, (path, cwd) => addon.toWindowsLongPath(path, cwd) === toWindowsLongPath(path, cwd)),
    );
  });
});

/** Paths put together from what the rule looks at, many of them around the limit, and of any UTF-16 units. */
const pathLike = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        "\\",
        "/",
        "\\\\",
        "C:",
        "d:",
        ".",
        "..",
        "?",
        "\\\\?\\",
        "\\\\?\\UNC\\",
        "\\??\\",
        "nas",
        "share",
        "😀",
        "\ud800",
        "",
      ),
      fc.integer({ min: 100, max: 300 }).map((length) => "a".repeat(length)),
      fc.string({ maxLength: 5 }),
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(""));
