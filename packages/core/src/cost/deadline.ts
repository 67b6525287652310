import { msPrior } from "./timePrior.ts";
import type { Workload } from "./workload.ts";

/** How often the expected time a task may take, in a crowd of others and on a slow machine. */
const patience = 30;
/** What even the smallest task gets, in milliseconds. */
const leastMs = 30_000;

/**
 * Longest time a task may run, in milliseconds, by its pixels and codecs. Taken from the prior and not from the
 * corrected estimate, so that slow tasks cannot buy themselves more time.
 */
export const deadlineMs = (work: Workload): number => leastMs + Math.ceil(patience * msPrior(work));
