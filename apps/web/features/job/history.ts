import type { JobView } from "@pixelmill/core";
import { hasSeveralOutputs } from "../revise/outdated.ts";

/** What the jobs of a list came to together. */
export interface History {
  readonly jobs: number;
  /** Files that have ended, whichever way. */
  readonly files: number;
  /**
   * Bytes of the sources and of what was made of them, of jobs that make one file of each: where they make several, these are no saving.
   */
  readonly beforeBytes: number;
  readonly afterBytes: number;
}

export function historyOf(jobs: readonly JobView[]): History {
  const single = jobs.filter((job) => !hasSeveralOutputs(job));
  return {
    jobs: jobs.length,
    files: sum(jobs.map(endedFiles)),
    beforeBytes: sum(single.map(({ totals }) => totals.deliveredSourceBytes)),
    afterBytes: sum(single.map(({ totals }) => totals.outputBytes)),
  };
}

/** Files of a job that have ended, whichever way. */
export const endedFiles = ({ totals: { states } }: Pick<JobView, "totals">): number =>
  states.optimized + states.keptOriginal + states.failed + states.cancelled;

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);
