/** How many tests passed, failed and were skipped. A step that failed without a failed test counts as one failure. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** The fields of Vitest's JSON report that are counted. */
export interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
}

/**
 * Counts one step.
 * @param worked whether the step ended with code 0
 * @param report the step's report; `null` where it left none, `undefined` where it runs no tests
 */
export function countStep(worked: boolean, report: Report | null | undefined): Counts {
  if (report === undefined) return { passed: 0, failed: worked ? 0 : 1, skipped: 0 };
  if (report === null) return { passed: 0, failed: 1, skipped: 0 };
  const { numPassedTests: passed, numFailedTests: failed } = report;
  const skipped = report.numPendingTests + report.numTodoTests;
  const ranNothing = passed + failed === 0;
  return { passed, failed: failed === 0 && (!worked || ranNothing) ? 1 : failed, skipped };
}

/** Adds the counts of all steps. */
export function addCounts(counts: readonly Counts[]): Counts {
  const sum = (key: keyof Counts): number => counts.reduce((total, entry) => total + entry[key], 0);
  return { passed: sum("passed"), failed: sum("failed"), skipped: sum("skipped") };
}

/** The last line of `npm test`. */
export const formatCounts = ({ passed, failed, skipped }: Counts): string =>
  `tests: ${passed} passed, ${failed} failed, ${skipped} skipped`;
