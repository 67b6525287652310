import * as z from "zod";

/** Every number that planning depends on, with its default. */
export const planConfigSchema = z.strictObject({
  /** Tasks an encoder runs at once, 1–8. Default 2: with one a core idles 7–10 % of the time, between tasks. */
  inFlight: z.int().min(1).max(8).default(2),
  /** Wished least number of small tasks in a batch. Default 10. */
  minBatch: z.int().min(1).default(10),
  /** Most tasks in a batch. Default 100. */
  maxBatch: z.int().min(1).default(100),
  /** Most tasks in a batch of a class of which nothing was measured yet. Default 20. */
  firstBatch: z.int().min(1).default(20),
  /** Estimated work in a batch, in milliseconds; a single longer task is a batch of its own. Default 500. */
  batchMs: z.number().min(1).default(500),
  /** A priority class that waited this long gets one turn before the more urgent ones, in milliseconds. Default 30,000. */
  ageingMs: z.number().min(1).default(30_000),
  /** How long tasks that fit may pass one that waits for memory, in milliseconds; then the pool drains for it. Default 1,000. */
  bypassMs: z.number().min(0).default(1000),
  /** How long a cancelled task may go on running before its encoder is killed, in milliseconds. Default 2,000. */
  cancelGraceMs: z.number().min(0).default(2000),
});

export type PlanConfig = z.infer<typeof planConfigSchema>;

export const defaultPlanConfig: PlanConfig = planConfigSchema.parse({});
