import { describe, expect, it } from "vitest";
import { failureBesideTests, failuresOf } from "./failures.ts";

const file = (name: string, tests: readonly [name: string, status: string, ...messages: string[]][], message = "") => ({
  name,
  status: message !== "" || tests.some(([, status]) => status === "failed") ? "failed" : "passed",
  message,
  assertionResults: tests.map(([fullName, status, ...failureMessages]) => ({ fullName, status, failureMessages })),
});

describe("what failed", () => {
  it("is told test by test, with the head of its message, and nothing of what passed", () => {
    const testResults = [
      file("/repo/apps/a.test.ts", [
        ["adds", "passed"],
        ["subtracts", "failed", "expected 1 to be 2\nat a.test.ts:3"],
      ]),
      file("/repo/apps/b.test.ts", [["multiplies", "passed"]]),
    ];
    expect(failuresOf({ testResults }, "/repo")).toEqual([
      "✗ apps/a.test.ts > subtracts\n    expected 1 to be 2\n    at a.test.ts:3",
    ]);
  });

  it("is a file, where none of its tests could be run", () => {
    const testResults = [file("/repo/apps/a.test.ts", [], "no such module")];
    expect(failuresOf({ testResults }, "/repo")).toEqual(["✗ apps/a.test.ts\n    no such module"]);
  });

  it("is the step where no test failed", () => {
    expect(failureBesideTests("tests: core")).toMatch(/^✗ tests: core\n {4}No test failed/);
  });

  it("is cut where the message is long", () => {
    const long = Array.from({ length: 50 }, (_, line) => `line ${line}`).join("\n");
    const [told = ""] = failuresOf({ testResults: [file("/repo/a.test.ts", [["adds", "failed", long]])] }, "/repo");
    expect(told.split("\n")).toHaveLength(7);
  });
});
