import { describe, expect, it } from "vitest";
import { candidates, findChromium } from "./find.ts";

describe("looking for a browser", () => {
  it.each([
    ["linux", { PATH: "/usr/bin" }, ["/usr/bin/chromium", "/usr/bin/google-chrome", "/snap/bin/chromium"]],
    [
      "darwin",
      { PATH: "", HOME: "/Users/ada" },
      [
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Users/ada/Applications/Chromium.app/Contents/MacOS/Chromium",
      ],
    ],
    ["win32", { PROGRAMFILES: "C:\\Program Files" }, ["C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe"]],
  ] as const)("%s has its usual places", (platform, env, places) => {
    expect(candidates(platform, env)).toEqual(expect.arrayContaining([...places]));
  });

  it("an empty folder in the PATH is not the current folder", () => {
    expect(candidates("linux", { PATH: ":/usr/bin:" })).not.toContain("chromium");
  });

  it("a CHROME_PATH that does not start is an error, not passed over", () => {
    expect(() => findChromium({ ...process.env, CHROME_PATH: "/nowhere/chrome" })).toThrow("CHROME_PATH names /nowhere/chrome");
    expect(() => findChromium({ ...process.env, CHROME_PATH: import.meta.filename })).toThrow("CHROME_PATH names");
  });
});
