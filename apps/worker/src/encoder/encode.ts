import { fail, type ImageInfo, type Result, type TaskReport, type Warning } from "@pixelmill/core";
import type { EncodeTask } from "../protocol/messages.ts";
import { choose } from "./choose.ts";
import type { Desk } from "./desk.ts";
import { type FailedFile, failureOf } from "./failures/failureOf.ts";
import { type OutputShape, outputShape } from "./shape.ts";
import { flatten } from "./steps/alpha.ts";
import { convertColour } from "./steps/colour.ts";
import { decode } from "./steps/decode.ts";
import { orient } from "./steps/orient.ts";
import { resize } from "./steps/resize.ts";
import { discard, writeDraft, writeOutput } from "./steps/write.ts";

/** What became of a task: never `cancelled`, which only the parent decides. */
export type EncodeResult = TaskReport["result"];

/**
 * Encodes one task: decode → orient → colour → resize → encode → choose → write. The steps up to `encode` only describe a libvips
 * pipeline, which runs once, from file to file, when the draft is written. Where the result is `optimized` its file is whole, not
 * yet durable; otherwise nothing is left behind. Expected failures are returned, with a code.
 */
export async function encode({ taskId, info, settings }: EncodeTask, desk: Desk): Promise<EncodeResult> {
  const shape = outputShape(info, settings);
  if (!shape.ok) return { status: "failed", error: shape.error };
  const file: FailedFile = { path: desk.source(taskId), format: info.format };
  try {
    const draft = await encodeDraft(file.path, info, shape.value, (attempt) => desk.draft(taskId, attempt));
    if (!draft.ok) return { status: "failed", error: draft.error };
    const result = choose({ info, shape: shape.value, settings, bytes: draft.value.bytes, warnings: draft.value.warnings });
    if (result.status === "optimized") await writeOutput(draft.value.file, desk.output(taskId));
    else await discard(draft.value.file);
    return result;
  } catch (error) {
    return { status: "failed", error: await failureOf(error, file) };
  }
}

interface Draft {
  readonly file: string;
  readonly bytes: number;
  readonly warnings: readonly Warning[];
}

async function encodeDraft(
  source: string,
  info: ImageInfo,
  shape: OutputShape,
  draftFile: (attempt: string) => string,
): Promise<Result<Draft>> {
  const decoded = await decode(source, info, shape);
  if (!decoded.ok) return fail(decoded.error);
  const { image, header } = decoded.value;
  orient(image);
  convertColour(image, header, info, shape);
  const warnings = await flatten(image, source, info, shape);
  resize(image, shape);
  const draft = await writeDraft(image, source, info, shape, draftFile);
  return { ok: true, value: { ...draft, warnings } };
}
