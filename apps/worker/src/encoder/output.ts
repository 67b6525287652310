import type { EncodedResult, Failure, PassOutput, Result, Warning } from "@pixelmill/core";
import type { EncodeTask } from "../protocol/messages.ts";
import { choose } from "./choose.ts";
import type { Desk } from "./desk.ts";
import { failureOf } from "./failures/failureOf.ts";
import { writePieces } from "./metadata/pieces.ts";
import { type OutputShape, outputShape } from "./shape.ts";
import { colourLosses } from "./steps/colour.ts";
import { type Dressing, dressDraft, originalUnder } from "./steps/metadata.ts";
import { type DraftFile, type DraftName, discard, writeOutput } from "./steps/write.ts";

/** What became of one output, by its place in the settings. */
export interface MadeOutput {
  readonly index: number;
  readonly result: EncodedResult;
}

/** An encoded image that is not yet chosen. */
export interface Draft extends DraftFile {
  readonly warnings: readonly Warning[];
}

/** The part that is the same for every output: its shape, the choice between it and its original, and its file. */
export async function encodeOutput(
  task: EncodeTask,
  desk: Desk,
  { index, settings: wish }: PassOutput,
  makeDraft: (shape: OutputShape, draftName: DraftName) => Promise<Result<Draft>>,
): Promise<MadeOutput> {
  const { taskId, info } = task;
  const shape = outputShape(info, wish);
  if (!shape.ok) return { index, result: failed(shape.error) };
  try {
    const draft = await makeDraft(shape.value, (attempt) => desk.draft(taskId, index, attempt));
    if (!draft.ok) return { index, result: failed(draft.error) };
    return { index, result: await settle(task, desk, index, shape.value, draft.value) };
  } catch (error) {
    return { index, result: await failureIn(task, desk, error) };
  }
}

/** Gives a draft its metadata and decides between it and its original. */
async function settle(task: EncodeTask, desk: Desk, index: number, shape: OutputShape, draft: Draft): Promise<EncodedResult> {
  const { taskId, info, settings } = task;
  const policy = settings.outputs[index]?.metadata ?? "strip";
  const dressing: Dressing = { source: desk.source(taskId), info, shape, policy };
  const dressed = await dressDraft(draft, dressing, (attempt) => desk.draft(taskId, index, attempt));
  const original = shape.unconverted ? await originalUnder(dressing) : null;
  const warnings = [...draft.warnings, ...colourLosses(info, shape), ...dressed.warnings];
  const { result, delivers } = choose({ info, shape, settings, bytes: dressed.bytes, warnings, original });
  if (delivers === "encoded") await writeOutput(dressed.file, desk.output(taskId, index));
  else await discard(dressed.file);
  if (delivers === "bareOriginal") {
    const bare = desk.draft(taskId, index, "bare");
    await writePieces(dressing.source, original?.pieces ?? [], bare);
    await writeOutput(bare, desk.output(taskId, index));
  }
  return result;
}

/** The failure of what could not be read or encoded. */
export const failureIn = async (task: EncodeTask, desk: Desk, error: unknown): Promise<EncodedResult> =>
  failed(await failureOf(error, { path: desk.source(task.taskId), format: task.info.format }));

const failed = (error: Failure): EncodedResult => ({ status: "failed", error });
