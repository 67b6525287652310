import { describe, expect, it } from "vitest";
import { toWindowsLongPath } from "./longPath.ts";
import { longPathCases } from "./testing/fixtures.ts";

describe("toWindowsLongPath", () => {
  it.each(longPathCases())("$name", ({ path, cwd, expected }) => {
    expect(toWindowsLongPath(path, cwd)).toBe(expected);
  });

  it.each(longPathCases())("changes nothing a second time: $name", ({ expected, cwd }) => {
    expect(toWindowsLongPath(expected, cwd)).toBe(expected);
  });

  it("keeps a lone surrogate", () => {
    const path = `C:\\${"\ud800".repeat(300)}`;
    expect(toWindowsLongPath(path, "")).toBe(`\\\\?\\${path}`);
  });
});
