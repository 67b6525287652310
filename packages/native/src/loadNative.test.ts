import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { loadNative } from "./loadNative.ts";

let dist: string;
beforeEach(() => {
  dist = mkdtempSync(join(tmpdir(), "pixelmill-native-"));
});
afterEach(() => rmSync(dist, { recursive: true }));

const writeOutcome = (text: string) => writeFileSync(join(dist, "build.json"), text);
const missing = (forced?: string) => {
  const { native, status } = loadNative(forced, dist);
  expect(native.kind).toBe("portable");
  return status.kind === "portable" ? status.missing : null;
};

it("without a build the portable one runs and says how to build", () => expect(missing()).toMatch(/not built.*nx build/));

it("the reason the build gave is passed on", () => {
  writeOutcome(JSON.stringify({ addon: false, missing: "cargo (Rust) is not installed" }));
  expect(missing()).toBe("cargo (Rust) is not installed");
});

it("an addon that does not load is told with the loader's words", () => {
  writeFileSync(join(dist, "broken.node"), "not a library");
  writeOutcome(JSON.stringify({ addon: true, file: "broken.node" }));
  expect(missing()).toMatch(/can't be loaded \(.+\)/);
});

it("PIXELMILL_NATIVE=portable leaves a built addon aside", () => {
  writeOutcome(JSON.stringify({ addon: true, file: "any.node" }));
  expect(missing("portable")).toMatch(/PIXELMILL_NATIVE=portable/);
});

it.each(["{", "null", "[]", "{}", '{"addon":true}', '{"addon":false}', '"addon"'])(
  "a build.json of %j counts as not built",
  (text) => {
    writeOutcome(text);
    expect(missing()).toMatch(/not built/);
  },
);
