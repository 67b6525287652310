import {
  type EncodedResult,
  type Encoding,
  type Failure,
  failure,
  formats,
  type Id,
  keptOriginal,
  maxBytesOf,
  type PassOutput,
  type Result,
  type Warning,
} from "@pixelmill/core";
import type { EncodeTask } from "../protocol/messages.ts";
import { bareOriginal, choose } from "./choose.ts";
import { jpegHasGainMap } from "./colour/jpegGainMap.ts";
import type { Desk } from "./desk.ts";
import { failureOf } from "./failures/failureOf.ts";
import { viewFile } from "./metadata/fileView.ts";
import { type Piece, writePieces } from "./metadata/pieces.ts";
import { type OutputShape, outputShape } from "./shape.ts";
import { colourLosses, wantsGainMap } from "./steps/colour.ts";
import { type Dressing, dressDraft, originalUnder } from "./steps/metadata.ts";
import { type DraftFile, type DraftName, discard, writeOutput } from "./steps/write.ts";

/** What became of one output, by its place in the settings. */
export interface MadeOutput {
  readonly index: number;
  readonly result: EncodedResult;
}

/** An encoded image that is not yet chosen. */
export interface Draft extends DraftFile {
  /** What it was to be: of several formats that were tried, the one it is. */
  readonly shape: OutputShape;
  readonly encoding: Encoding;
  readonly warnings: readonly Warning[];
}

/** The part that is the same for every output: its metadata, the choice between it and its original, and its file. */
export async function encodeOutput(
  task: EncodeTask,
  desk: Desk,
  output: PassOutput,
  makeDraft: (draftName: DraftName) => Promise<Result<Draft>>,
): Promise<MadeOutput> {
  const { index } = output;
  try {
    const kept = await keptAnimation(task, desk, output);
    if (kept !== null) return { index, result: kept };
    const draft = await makeDraft((attempt) => desk.draft(task.taskId, index, attempt));
    if (!draft.ok) return { index, result: failed(draft.error) };
    return { index, result: await settle(task, desk, output, draft.value) };
  } catch (error) {
    return { index, result: await failureIn(task, desk, error) };
  }
}

/** The original of an animation that is not written again, with no more of its metadata than its settings keep; null for anything else. */
async function keptAnimation(task: EncodeTask, desk: Desk, { index, settings: wish }: PassOutput): Promise<EncodedResult | null> {
  const { taskId, info } = task;
  const shaped = outputShape(info, wish);
  if (!shaped.ok || !shaped.value.keptAnimation) return null;
  const shape = shaped.value;
  const original = await originalUnder({ ...sourceOn(desk, taskId), info, shape, policy: wish.metadata, hasGainMap: false });
  // What can't be taken apart is delivered only where there is nothing to take from it.
  if (original === null && info.hasMetadata)
    return failed(failure("unsupportedVariant", { format: formats[shape.format].label }));
  if (original === null || original.pieces === null) return keptOriginal({ ...info, format: shape.format }, "animationKept");
  await writeBare(task, desk, index, original.pieces);
  return bareOriginal(info, original);
}

const sourceOn = (desk: Desk, taskId: Id) => ({ source: desk.source(taskId), metadata: desk.metadata });

async function writeBare({ taskId }: EncodeTask, desk: Desk, index: number, pieces: readonly Piece[]): Promise<void> {
  const bare = desk.draft(taskId, index, "bare");
  await writePieces(desk.source(taskId), pieces, bare);
  await writeOutput(bare, desk.output(taskId, index));
}

/** Gives a draft its metadata and decides between it and its original. */
async function settle(task: EncodeTask, desk: Desk, { index, settings: wish }: PassOutput, draft: Draft): Promise<EncodedResult> {
  const { taskId, info, settings } = task;
  const { shape, encoding } = draft;
  const hasGainMap = wantsGainMap(info, shape) && (await viewFile(draft.file, jpegHasGainMap));
  const dressing: Dressing = { ...sourceOn(desk, taskId), info, shape, policy: wish.metadata, hasGainMap };
  const dressed = await dressDraft(draft, dressing, (attempt) => desk.draft(taskId, index, attempt));
  const original = shape.unconverted ? await originalUnder(dressing) : null;
  // A JPEG may be written at a high quality instead, and a GIF gets a palette again.
  const lost = wish.quality === "lossless" && !encoding.lossless ? (["notLossless"] as const) : [];
  const warnings = [
    ...draft.warnings,
    ...lost,
    ...colourLosses(info, { ...shape, colours: encoding.colours }, hasGainMap),
    ...dressed.warnings,
  ];
  const maxBytes = maxBytesOf(wish.quality);
  const { result, delivers } = choose({ info, shape, settings, maxBytes, bytes: dressed.bytes, encoding, warnings, original });
  if (delivers === "encoded" && result.status === "optimized") await writeOutput(dressed.file, desk.output(taskId, index));
  else await discard(dressed.file);
  if (delivers === "bareOriginal") await writeBare(task, desk, index, original?.pieces ?? []);
  return result;
}

/** The failure of what could not be read or encoded. */
export const failureIn = async (task: EncodeTask, desk: Desk, error: unknown): Promise<EncodedResult> =>
  failed(await failureOf(error, { path: desk.source(task.taskId), format: task.info.format }));

const failed = (error: Failure): EncodedResult => ({ status: "failed", error });
