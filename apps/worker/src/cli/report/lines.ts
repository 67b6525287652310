import { imageInfoSchema, outputSettingsSchema, taskResultSchema } from "@pixelmill/core";
import * as z from "zod";

const facts = {
  type: z.literal("result"),
  /** The source as it was given or found: the argument, and the way below it. */
  path: z.string(),
  /** What was asked for; null where the file failed as a whole. */
  wish: outputSettingsSchema.nullable(),
  /** The file that was written, or the source itself where it stays in its place; null without one. */
  outputPath: z.string().nullable(),
  /** Bytes of the source; null where it cannot even be looked at. */
  sourceBytes: z.int().min(0).nullable(),
  /** What inspection found in it; null where it is no image. */
  info: imageInfoSchema.nullable(),
  /** Wall time of the encode in milliseconds, the same for all results of a file; null where none ran to its end. */
  encodeMs: z.number().min(0).nullable(),
  /** Most memory that it took, all results of the file together, in bytes; null where the file was not encoded alone. */
  peakBytes: z.number().min(0).nullable(),
};

const [optimized, keptOriginal, failed] = taskResultSchema.options;

/** One result of one file, or the failure of the whole file: core's task result with the facts of the file. */
export const resultLineSchema = z.discriminatedUnion("status", [
  optimized.extend(facts),
  keptOriginal.extend(facts),
  failed.extend(facts),
]);

export type ResultLine = z.infer<typeof resultLineSchema>;

/** The last line of a run. */
export const summaryLineSchema = z.strictObject({
  type: z.literal("summary"),
  /** Files to be dealt with: the sum of the four that follow. */
  files: z.int().min(0),
  optimized: z.int().min(0),
  keptOriginal: z.int().min(0),
  /** Files of which any result failed. */
  failed: z.int().min(0),
  /** Files that were not come to, or of which not all results were made, since the run was stopped. */
  cancelled: z.int().min(0),
  /** Other files, which were passed over. */
  skipped: z.int().min(0),
  /** Bytes of the sources that have an output, each counted once. */
  sourceBytes: z.int().min(0),
  /** Outputs: several of a file where several were asked for. */
  outputs: z.int().min(0),
  /** Bytes of the outputs. */
  outputBytes: z.int().min(0),
  /** Files that no encoder was needed for: their results were known from earlier runs, or Pixelmill had made them itself. */
  known: z.int().min(0),
  elapsedMs: z.number().min(0),
});

export type SummaryLine = z.infer<typeof summaryLineSchema>;

/** A line of `pixelmill optimize --json`: one for each result, file by file in the order in which they end, then the summary. */
export const outputLineSchema = z.union([resultLineSchema, summaryLineSchema]);

export type OutputLine = z.infer<typeof outputLineSchema>;
