import {
  type EncodedResult,
  type Failure,
  fail,
  type Pass,
  type PassOutput,
  passesOf,
  type Result,
  type Warning,
} from "@pixelmill/core";
import type { EncodeTask } from "../protocol/messages.ts";
import { choose } from "./choose.ts";
import type { Desk } from "./desk.ts";
import { type FailedFile, failureOf } from "./failures/failureOf.ts";
import { type OutputShape, outputShape } from "./shape.ts";
import { flatten, flattenHeld } from "./steps/alpha.ts";
import { convertColour } from "./steps/colour.ts";
import { decode, refusal } from "./steps/decode.ts";
import { type HeldPixels, hold, openHeld, release, shrink } from "./steps/hold.ts";
import { orient } from "./steps/orient.ts";
import { pictureInFile, pictureInMemory } from "./steps/picture.ts";
import { resize } from "./steps/resize.ts";
import { type DraftFile, type DraftName, discard, writeDraft, writeOutput } from "./steps/write.ts";

/**
 * Encodes one task: decode → orient → colour → resize → encode → choose → write, for each of its outputs. Outputs that stream do all of
 * it in one libvips pipeline, from file to file; those that share a decode take its pixels from memory, one size after another. Where a
 * result is `optimized` its file is whole, not yet durable; otherwise nothing is left behind. Expected failures are returned, with a
 * code; an output that fails does so alone. The results are in the order of the settings' outputs.
 */
export async function encode(task: EncodeTask, desk: Desk): Promise<readonly EncodedResult[]> {
  const made: Made[] = [];
  for (const pass of passesOf(task.info, task.settings.outputs))
    made.push(
      ...(pass.heldBytesPerPixel === null ? await encodeStreaming(task, desk, pass) : await encodeShared(task, desk, pass)),
    );
  return made.sort((a, b) => a.index - b.index).map(({ result }) => result);
}

/** What became of one output, by its place in the settings. */
interface Made {
  readonly index: number;
  readonly result: EncodedResult;
}

interface Draft extends DraftFile {
  readonly warnings: readonly Warning[];
}

async function encodeStreaming(task: EncodeTask, desk: Desk, pass: Pass): Promise<Made[]> {
  const made: Made[] = [];
  for (const output of outputsOf(pass))
    made.push(await encodeOutput(task, desk, output, (shape, draftName) => streamDraft(task, desk, shape, draftName)));
  return made;
}

async function streamDraft(
  { taskId, info }: EncodeTask,
  desk: Desk,
  shape: OutputShape,
  draftName: DraftName,
): Promise<Result<Draft>> {
  const source = desk.source(taskId);
  const decoded = await decode(source, info, shape);
  if (!decoded.ok) return fail(decoded.error);
  const { image, header } = decoded.value;
  orient(image);
  convertColour(image, header, info, shape);
  const warnings = await flatten(image, source, info, shape);
  resize(image, shape);
  const draft = await writeDraft(image, pictureInFile(source, info), shape, draftName);
  return { ok: true, value: { ...draft, warnings } };
}

/** Decodes once, at the largest size, then makes each size of the one before it. What can't be decoded fails all of them alike. */
async function encodeShared(task: EncodeTask, desk: Desk, pass: Pass): Promise<Made[]> {
  const made: Made[] = [];
  let held: HeldPixels | null = null;
  try {
    for (const size of pass.sizes) {
      const pixels: HeldPixels =
        held === null ? await hold(desk.source(task.taskId), task.info, pass, size) : await shrink(held, size);
      held = pixels;
      for (const output of size.outputs)
        made.push(await encodeOutput(task, desk, output, (shape, draftName) => heldDraft(task, pixels, shape, draftName)));
    }
    return made;
  } catch (error) {
    const result = failed(await failureOf(error, fileOf(task, desk)));
    const left = outputsOf(pass).filter(({ index }) => made.every((one) => one.index !== index));
    return [...made, ...left.map(({ index }) => ({ index, result }))];
  } finally {
    if (held !== null) release(held);
  }
}

async function heldDraft(
  { info }: EncodeTask,
  held: HeldPixels,
  shape: OutputShape,
  draftName: DraftName,
): Promise<Result<Draft>> {
  const refused = refusal(held.header, shape);
  if (refused !== null) return fail(refused);
  const image = openHeld(held);
  convertColour(image, held.header, info, shape);
  const warnings = flattenHeld(image, held, info, shape);
  const draft = await writeDraft(image, pictureInMemory(held), shape, draftName);
  return { ok: true, value: { ...draft, warnings } };
}

/** The part that is the same for every output: its shape, the choice between it and its original, and its file. */
async function encodeOutput(
  task: EncodeTask,
  desk: Desk,
  { index, settings: wish }: PassOutput,
  makeDraft: (shape: OutputShape, draftName: DraftName) => Promise<Result<Draft>>,
): Promise<Made> {
  const { taskId, info, settings } = task;
  const shape = outputShape(info, wish);
  if (!shape.ok) return { index, result: failed(shape.error) };
  try {
    const draft = await makeDraft(shape.value, (attempt) => desk.draft(taskId, index, attempt));
    if (!draft.ok) return { index, result: failed(draft.error) };
    const { file, bytes, warnings } = draft.value;
    const result = choose({ info, shape: shape.value, settings, bytes, warnings });
    if (result.status === "optimized") await writeOutput(file, desk.output(taskId, index));
    else await discard(file);
    return { index, result };
  } catch (error) {
    return { index, result: failed(await failureOf(error, fileOf(task, desk))) };
  }
}

const outputsOf = ({ sizes }: Pass): readonly PassOutput[] => sizes.flatMap(({ outputs }) => outputs);

const fileOf = ({ taskId, info }: EncodeTask, desk: Desk): FailedFile => ({ path: desk.source(taskId), format: info.format });

const failed = (error: Failure): EncodedResult => ({ status: "failed", error });
