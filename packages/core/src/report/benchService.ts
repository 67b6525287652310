import * as z from "zod";
import { settingsSchema } from "../settings/settings.ts";

const amount = z.number().min(0);
const count = z.int().min(0);

/** One image alone, again and again, while nothing else is to do. In milliseconds. */
export const benchLatencySchema = z.strictObject({
  pixels: amount,
  settings: settingsSchema,
  rawMs: z.array(amount),
  serviceMs: z.array(amount),
});

export type BenchLatency = z.infer<typeof benchLatencySchema>;

/** An interactive image, by the times that the service noted of its task, in milliseconds. */
const interactiveRequestSchema = z.strictObject({
  /** From the first byte of the request to the last of the answer, as its client saw it. */
  totalMs: amount,
  /** From the moment its task was ready to be sent until an encoder began it. */
  delayMs: amount,
  /** Run time of the longest task that was running when it became ready, from its start to its end; null where none was. */
  longestRunningMs: amount.nullable(),
});

export type InteractiveRequest = z.infer<typeof interactiveRequestSchema>;

/** An interactive image on the idle service, and in the middle of a background job of large photos. */
export const benchInterferenceSchema = z.strictObject({
  pixels: amount,
  settings: settingsSchema,
  /** Files of the background job, and their pixels. */
  background: z.strictObject({ files: count, pixels: amount }),
  idle: z.array(interactiveRequestSchema),
  busy: z.array(interactiveRequestSchema),
});

export type BenchInterference = z.infer<typeof benchInterferenceSchema>;

/** CPU time of the service with warm encoders and nothing to do. */
export const benchIdleSchema = z.strictObject({
  seconds: z.number().gt(0),
  /** Encoders that were warm. */
  encoders: count,
  cpuSeconds: z.strictObject({ web: amount, worker: amount, encoders: amount }),
});

export type BenchIdle = z.infer<typeof benchIdleSchema>;

/** Memory of the service while a job of many small files runs: the median of the samples since nine tenths of so many had ended. */
export const benchGrowthSchema = z.strictObject({
  files: count,
  settings: settingsSchema,
  marks: z.array(
    z.strictObject({
      /** Tasks that had ended. */
      ended: count,
      /** The worker's own process. */
      workerBytes: amount,
      webBytes: amount,
      /** Worker, web app and all encoders. */
      treeBytes: amount,
    }),
  ),
});

export type BenchGrowth = z.infer<typeof benchGrowthSchema>;
