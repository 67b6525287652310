import { afterEach, describe, expect, it } from "vitest";
import { toWindowsLongPath } from "./longPath.ts";
import { safeFilePath, safeFolderPath, setPathLogger } from "./safePath.ts";

const onWindows = (path: string) => toWindowsLongPath(path, "C:\\work");
const ofLength = (units: number) => `C:\\${"a".repeat(units - 3)}`;

afterEach(() => setPathLogger(null));

describe("a folder's path on Windows", () => {
  const folder = (path: string) => safeFolderPath(path, onWindows);

  it("of 247 characters is unchanged, of 248 gets the prefix", () => {
    expect(folder(ofLength(247))).toBe(ofLength(247));
    expect(folder(ofLength(248))).toBe(`\\\\?\\${ofLength(248)}`);
  });

  it("keeps the rules of a file's path", () => {
    expect(folder("")).toBe("");
    expect(folder("x/../y/")).toBe("x/../y/");
    expect(folder(`//nas/photos/x/../${"a".repeat(300)}/`)).toBe(`\\\\?\\UNC\\nas\\photos\\${"a".repeat(300)}`);
    expect(folder(`\\\\?\\C:\\${"a".repeat(300)}`)).toBe(`\\\\?\\C:\\${"a".repeat(300)}`);
  });
});

describe("the logger", () => {
  it("is told of a changed path and of no other", () => {
    const told: [string, string][] = [];
    setPathLogger((original, changed) => told.push([original, changed]));
    safeFilePath(ofLength(259), onWindows);
    safeFilePath(ofLength(260), onWindows);
    safeFolderPath(ofLength(248), onWindows);
    expect(told).toEqual([
      [ofLength(260), `\\\\?\\${ofLength(260)}`],
      [ofLength(248), `\\\\?\\${ofLength(248)}`],
    ]);
  });

  it.skipIf(process.platform === "win32")("has nothing to tell off Windows", () => {
    setPathLogger(() => expect.unreachable());
    expect(safeFilePath(ofLength(300))).toBe(ofLength(300));
    expect(safeFolderPath(ofLength(300))).toBe(ofLength(300));
  });
});
