import { expect, it } from "vitest";
import { defaultDataDir } from "./dataDir.ts";

it.each([
  ["linux", "/home/ada", {}, "/home/ada/.local/share/pixelmill"],
  ["linux", "/home/ada", { XDG_DATA_HOME: "/data" }, "/data/pixelmill"],
  ["linux", "/home/ada", { XDG_DATA_HOME: "relative" }, "/home/ada/.local/share/pixelmill"],
  ["darwin", "/Users/ada", {}, "/Users/ada/Library/Application Support/pixelmill"],
  ["win32", "C:\\Users\\ada", { LOCALAPPDATA: "D:\\Local" }, "D:\\Local\\pixelmill"],
  ["win32", "C:\\Users\\ada", {}, "C:\\Users\\ada\\AppData\\Local\\pixelmill"],
] as const)("follows the custom of %s for %s with %j", (platform, homeDir, env, expected) => {
  expect(defaultDataDir(env, { platform, homeDir })).toBe(expected);
});
