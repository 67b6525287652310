import * as z from "zod";

/**
 * What is measured against each other: `raw` is plain sharp in one process, `engine` core and pool without HTTP, `service` the whole
 * path of web app and worker with upload, store and download.
 */
export const benchVariants = ["raw", "engine", "service"] as const;

export type BenchVariant = (typeof benchVariants)[number];

const amount = z.number().min(0);
const count = z.int().min(0);

/** One variant's run over a whole set. */
export const benchRunSchema = z.strictObject({
  /** From the first request to the last byte of the last result, in milliseconds. */
  wallMs: amount,
  /** User and system time of all its processes; null where the system does not tell. */
  cpuSeconds: amount.nullable(),
  /** Images that came out, with their source's pixels and bytes and the bytes they came to. */
  images: count,
  pixels: amount,
  sourceBytes: amount,
  outputBytes: amount,
  /** Images that failed. */
  failed: count,
  /** Reading of the headers, which runs beside the encodes and is part of the above; null where the variant has no such step. */
  inspection: z.strictObject({ wallMs: amount, cpuSeconds: amount.nullable() }).nullable(),
});

export type BenchRun = z.infer<typeof benchRunSchema>;

/** The images that were worked on. */
export const benchSetSchema = z.strictObject({ name: z.string(), files: count, pixels: amount, sourceBytes: amount });

export type BenchSet = z.infer<typeof benchSetSchema>;
