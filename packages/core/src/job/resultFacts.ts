import * as z from "zod";
import { deliveredFormats, sourceFormats } from "../formats/formats.ts";
import { type Encoding, encodingSchema } from "./encoding.ts";
import { failureSchema, isDelivered, keptReasons, warnings } from "./taskResult.ts";
import { taskStates } from "./taskState.ts";
import type { OutputView, TaskView } from "./views.ts";

const encoding = encodingSchema.shape;

/** Everything that is known of one result, in one flat record: what a manifest lists and a page shows. Null stands where a fact is not known. */
export const resultFactsSchema = z.strictObject({
  /** Path under which the file is delivered; null without one. */
  path: z.string().nullable(),
  /** Path as the user gave it. */
  sourcePath: z.string(),
  /** What became of the output; the task's state where it has not ended. */
  status: z.enum(taskStates),
  /** Why the original was kept. */
  reason: z.enum(keptReasons).nullable(),
  /** Whether it was made before, and nothing was encoded for it; null without a file. */
  reused: z.boolean().nullable(),
  sourceFormat: z.enum(sourceFormats).nullable(),
  /** Pixels of one frame, upright. */
  sourceWidth: z.int().min(1).nullable(),
  sourceHeight: z.int().min(1).nullable(),
  sourceBytes: z.int().min(0),
  format: z.enum(deliveredFormats).nullable(),
  /** Pixels of one frame. */
  width: z.int().min(1).nullable(),
  height: z.int().min(1).nullable(),
  frames: z.int().min(1).nullable(),
  bytes: z.int().min(1).nullable(),
  /** Share of the source's bytes that was saved, below 0 where the result is larger; null without a file, or for an empty source. */
  saving: z.number().max(1).nullable(),
  /** How the file was made; null where the original was kept, and where it was made by a version that did not note it. */
  encoder: encoding.encoder.nullable(),
  quality: encoding.quality,
  lossless: encoding.lossless.nullable(),
  effort: encoding.effort.nullable(),
  chroma: encoding.chroma,
  colours: encoding.colours,
  /** Encodes that it took. */
  encodes: encoding.encodes.nullable(),
  /** SSIMULACRA2 score; null where it was not measured. */
  score: encoding.score,
  /** Wall time of the encode of all the task's outputs together, in milliseconds, as the encoder measured it. */
  encodeMs: z.number().min(0).nullable(),
  /** Most memory the task took, all its outputs together, above its encoder's own, in bytes; null where it did not run alone. */
  peakBytes: z.number().min(0).nullable(),
  warnings: z.array(z.enum(warnings)),
  /** Why it failed. */
  error: failureSchema.nullable(),
});

export type ResultFacts = z.infer<typeof resultFactsSchema>;

/** The facts of every output of a task, in their order; of a task without outputs, as one that has not ended is, one record. */
export const factsOfTask = (task: TaskView): ResultFacts[] =>
  task.outputs.length === 0 ? [resultFacts(task, null)] : task.outputs.map((output) => resultFacts(task, output));

/** The facts of one output of a task; null for a task without. */
export function resultFacts(task: Omit<TaskView, "id" | "outputs" | "sequence">, output: OutputView | null): ResultFacts {
  const result = output?.result ?? null;
  const delivered = result !== null && isDelivered(result) ? result : null;
  const { path: sourcePath, info, sourceBytes, encodeMs, peakBytes } = task;
  return {
    path: output?.path ?? null,
    sourcePath,
    status: result?.status ?? task.state,
    reason: result?.status === "keptOriginal" ? result.reason : null,
    reused: delivered === null ? null : delivered.reused === true,
    sourceFormat: info?.format ?? null,
    sourceWidth: info?.width ?? null,
    sourceHeight: info?.height ?? null,
    sourceBytes,
    ...(delivered?.output ?? noFile),
    saving: delivered === null || sourceBytes === 0 ? null : 1 - delivered.output.bytes / sourceBytes,
    ...((result?.status === "optimized" ? result.encoding : undefined) ?? notEncoded),
    encodeMs,
    peakBytes,
    warnings: delivered?.warnings ?? [],
    error: result?.status === "failed" ? result.error : null,
  };
}

const notEncoded: Readonly<Record<keyof Encoding, null>> = {
  encoder: null,
  quality: null,
  lossless: null,
  effort: null,
  chroma: null,
  colours: null,
  encodes: null,
  score: null,
};

const noFile = { format: null, width: null, height: null, frames: null, bytes: null } as const;
