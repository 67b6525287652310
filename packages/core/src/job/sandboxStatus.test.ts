import { expect, it } from "vitest";
import { sandboxText } from "./sandboxStatus.ts";

it("says what is in force, and why not all of it", () => {
  expect(sandboxText({ state: "full", missing: [] })).toBe("in force");
  expect(sandboxText({ state: "partial", missing: ["no Landlock", "no seccomp"] })).toBe(
    "in force in part: no Landlock; no seccomp",
  );
  expect(sandboxText({ state: "none", missing: ["cargo is not installed"] })).toBe("not in force: cargo is not installed");
});
