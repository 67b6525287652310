import * as z from "zod";
import type { Distribution } from "./metricsSnapshot.ts";

const value = z.number().nullable();

/** A {@link Distribution} as it is stored and sent. */
export const distributionSchema = z.strictObject({
  count: z.int().min(0),
  min: value,
  p50: value,
  p95: value,
  p99: value,
  max: value,
  mean: value,
  histogram: z.array(z.strictObject({ upTo: value, count: z.int().min(0) })),
}) satisfies z.ZodType<Distribution>;
