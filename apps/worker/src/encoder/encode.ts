import { type EncodedResult, fail, type Pass, type PassOutput, passesOf, type Result } from "@pixelmill/core";
import type { EncodeTask } from "../protocol/messages.ts";
import type { Desk } from "./desk.ts";
import { type Draft, encodeOutput, failureIn, type MadeOutput } from "./output.ts";
import type { OutputShape } from "./shape.ts";
import { flatten, flattenHeld } from "./steps/alpha.ts";
import { convertColour } from "./steps/colour.ts";
import { decode, refusal } from "./steps/decode.ts";
import { type HeldPixels, hold, openHeld, release, shrink } from "./steps/hold.ts";
import { orient } from "./steps/orient.ts";
import { pictureInFile, pictureInMemory } from "./steps/picture.ts";
import { resize } from "./steps/resize.ts";
import { sharpen } from "./steps/sharpen.ts";
import { type DraftName, writeDraft } from "./steps/write.ts";

/**
 * Encodes one task: decode → orient → colour → resize → encode → choose → write, for each of its outputs. Outputs that stream do all of
 * it in one libvips pipeline, from file to file; those that share a decode take its pixels from memory, one size after another, and
 * are cut, given a border and sharpened from them. Where a
 * result is `optimized` its file is whole, not yet durable; otherwise nothing is left behind. Expected failures are returned, with a
 * code; an output that fails does so alone. The results are in the order of the settings' outputs.
 */
export async function encode(task: EncodeTask, desk: Desk): Promise<readonly EncodedResult[]> {
  const made: MadeOutput[] = [];
  for (const pass of passesOf(task.info, task.settings.outputs)) {
    const encodePass = pass.heldBytesPerPixel === null ? encodeStreaming : encodeShared;
    made.push(...(await encodePass(task, desk, pass)));
  }
  return made.sort((a, b) => a.index - b.index).map(({ result }) => result);
}

/** From file to file. */
async function encodeStreaming(task: EncodeTask, desk: Desk, pass: Pass): Promise<MadeOutput[]> {
  const made: MadeOutput[] = [];
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
  sharpen(image, shape);
  const draft = await writeDraft(image, pictureInFile(source, info), shape, draftName);
  return { ok: true, value: { ...draft, warnings } };
}

/** Decodes once, at the largest size, then makes each size of the one before it. What can't be decoded fails all of them alike. */
async function encodeShared(task: EncodeTask, desk: Desk, pass: Pass): Promise<MadeOutput[]> {
  const made: MadeOutput[] = [];
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
    const result = await failureIn(task, desk, error);
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
  resize(image, shape);
  sharpen(image, shape);
  const draft = await writeDraft(image, pictureInMemory(held), shape, draftName);
  return { ok: true, value: { ...draft, warnings } };
}

const outputsOf = ({ sizes }: Pass): readonly PassOutput[] => sizes.flatMap(({ outputs }) => outputs);
