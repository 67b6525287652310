import * as z from "zod";
import { settingsSchema } from "../settings/settings.ts";

const amount = z.number().min(0);
const count = z.int().min(0);

/** Whether the service's limits are as they usually are, and refuse bombs from their header, or are raised and let them through. */
export const bombLimits = ["usual", "raised"] as const;

export type BombLimits = (typeof bombLimits)[number];

/** A job of photos beside bombs, files made to take more than they are worth, against the same job alone, in pairs. */
export const benchBombsSchema = z.strictObject({
  limits: z.enum(bombLimits),
  settings: settingsSchema,
  /** Photos of the job, and their pixels. */
  files: count,
  pixels: amount,
  bombs: z.array(
    z.strictObject({
      name: z.string(),
      bytes: amount,
      /** What had become of it when the job of the first pair was done: the code of its error, else its state. */
      became: z.string(),
    }),
  ),
  /** From the first byte of the job to the last of its ZIP, in milliseconds. */
  pairs: z.array(z.strictObject({ aloneMs: z.number().gt(0), besideMs: z.number().gt(0) })),
});

export type BenchBombs = z.infer<typeof benchBombsSchema>;

/** Times beside bombs ÷ alone, pair by pair. */
export const slowdowns = ({ pairs }: BenchBombs): number[] => pairs.map(({ aloneMs, besideMs }) => besideMs / aloneMs);
