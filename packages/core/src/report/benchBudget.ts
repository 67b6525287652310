import * as z from "zod";
import { settingsSchema } from "../settings/settings.ts";
import { benchFailureSchema, benchMemorySchema } from "./benchCase.ts";
import { benchSetSchema } from "./benchRun.ts";

const amount = z.number().min(0);

/** A variant under a budget. */
const budgetRunSchema = benchMemorySchema.extend({
  /** Wall time of the run during which memory was sampled, in milliseconds. */
  wallMs: amount,
  /** Its idle processes right after they were started for this budget: the base that no task can have. */
  baseBytes: amount,
  /** What failed, with raw sharp's peak for it alone. */
  failures: z.array(benchFailureSchema),
});

export type BudgetRun = z.infer<typeof budgetRunSchema>;

/** One set under one kind of settings, with several budgets. */
export const benchBudgetsSchema = z.strictObject({
  set: benchSetSchema,
  settings: settingsSchema,
  /** Raw sharp, which knows no budget, over the whole set. */
  raw: benchMemorySchema,
  /** Each variant with each limit that was asked for. */
  runs: z.array(z.strictObject({ limitBytes: amount, run: budgetRunSchema })),
});

export type BenchBudgets = z.infer<typeof benchBudgetsSchema>;

/**
 * Whether an image that was refused for its memory would have fitted: raw sharp's peak for it alone within the budget less the base.
 * Null where that is unknown, or it failed for another reason.
 */
export function refusedButFits({ budgetBytes, baseBytes }: BudgetRun, { code, rawPeakBytes }: BudgetRun["failures"][number]) {
  if (!isRefusal(code) || budgetBytes === null || rawPeakBytes === null) return null;
  return rawPeakBytes <= budgetBytes - baseBytes;
}

/** Whether an image failed for its memory. */
export const isRefusal = (code: BudgetRun["failures"][number]["code"]): boolean =>
  code === "exceedsMemory" || code === "memoryOverrun";
