import { describe, expect, it } from "vitest";
import { addCounts, countStep, formatCounts } from "./counts.ts";

const report = (passed: number, failed = 0, skipped = 0) => ({
  numPassedTests: passed,
  numFailedTests: failed,
  numPendingTests: skipped,
  numTodoTests: 0,
});

describe("counting a step", () => {
  it.each([
    ["a step without tests that worked counts nothing", true, undefined, [0, 0, 0]],
    ["a step without tests that failed is one failure", false, undefined, [0, 1, 0]],
    ["tests that left no report are one failure", true, null, [0, 1, 0]],
    ["tests are counted as reported", true, report(3, 0, 2), [3, 0, 2]],
    ["failed tests are not counted twice", false, report(3, 2), [3, 2, 0]],
    ["a failure beside the tests, such as coverage, is one failure", false, report(3), [3, 1, 0]],
    ["running no test is one failure", true, report(0), [0, 1, 0]],
    ["skipping every test is one failure", true, report(0, 0, 5), [0, 1, 5]],
  ] as const)("%s", (_, worked, given, [passed, failed, skipped]) => {
    expect(countStep(worked, given)).toEqual({ passed, failed, skipped });
  });
});

it("the last line adds all steps", () => {
  const counts = [countStep(true, report(3, 0, 1)), countStep(false, undefined), countStep(true, report(4))];
  expect(formatCounts(addCounts(counts))).toBe("tests: 7 passed, 1 failed, 1 skipped");
});
