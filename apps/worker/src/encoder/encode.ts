import { type EncodedResult, fail, type ImageInfo, ok, type Pass, type PassOutput, passesOf, type Result } from "@pixelmill/core";
import type { Sharp } from "sharp";
import type { EncodeTask } from "../protocol/messages.ts";
import type { Desk } from "./desk.ts";
import { type Draft, encodeOutput, failureIn, type MadeOutput } from "./output.ts";
import type { OutputShape } from "./shape.ts";
import { flatten, flattenHeld } from "./steps/alpha.ts";
import { convertColour, keepsDescription } from "./steps/colour.ts";
import { type Decoded, decode, refusal } from "./steps/decode.ts";
import { withExplainedColour } from "./steps/explain.ts";
import { type HeldPixels, hold, openHeld, release, shrink } from "./steps/hold.ts";
import { minifyGif } from "./steps/minifyGif.ts";
import { orient } from "./steps/orient.ts";
import { pictureInFile, pictureInMemory } from "./steps/picture.ts";
import { resize } from "./steps/resize.ts";
import { sharpen } from "./steps/sharpen.ts";
import { turnFrames, turnsFrames } from "./steps/turnFrames.ts";
import { type DraftName, writeDraft } from "./steps/write.ts";

/**
 * Encodes one task: decode → orient → colour → resize → encode → choose → write, for each of its outputs. Outputs that stream do all of
 * it in one libvips pipeline, from file to file; those that share a decode take its pixels from memory, one size after another, and
 * are cut, given a border and sharpened from them. Where a
 * result is `optimized` its file is whole, not yet durable; otherwise nothing is left behind. Expected failures are returned, with a
 * code; an output that fails does so alone. The results are in the order of the settings' outputs.
 */
export async function encode(task: EncodeTask, desk: Desk): Promise<readonly EncodedResult[]> {
  try {
    return await withExplainedColour(task, desk, (explained) => encodePasses(task, desk, explained));
  } catch (error) {
    const failed = await failureIn(task, desk, error);
    return task.settings.outputs.map(() => failed);
  }
}

/** `explained` is the source as its pixels are read. */
async function encodePasses(task: EncodeTask, desk: Desk, explained: string): Promise<readonly EncodedResult[]> {
  const made: MadeOutput[] = [];
  for (const pass of passesOf(task.info, task.settings.outputs)) {
    const encodePass = pass.heldBytesPerPixel === null ? encodeStreaming : encodeShared;
    made.push(...(await encodePass(task, desk, explained, pass)));
  }
  return made.sort((a, b) => a.index - b.index).map(({ result }) => result);
}

/** From file to file. */
async function encodeStreaming(task: EncodeTask, desk: Desk, explained: string, pass: Pass): Promise<MadeOutput[]> {
  const made: MadeOutput[] = [];
  for (const output of outputsOf(pass))
    made.push(
      await encodeOutput(task, desk, output, (shape, draftName) => {
        const source = keepsDescription(task.info, shape) ? desk.source(task.taskId) : explained;
        return streamDraft(task, source, shape, draftName);
      }),
    );
  return made;
}

async function streamDraft(
  { info }: EncodeTask,
  source: string,
  shape: OutputShape,
  draftName: DraftName,
): Promise<Result<Draft>> {
  const decoded = await decode(source, info, shape);
  if (!decoded.ok) return fail(decoded.error);
  const image = await uprightInColour(decoded.value, info, shape);
  const warnings = await flatten(image, source, info, shape);
  resize(image, shape);
  sharpen(image, shape);
  const draft = await writeDraft(image, pictureInFile(source, info), shape, draftName);
  return { ok: true, value: { ...draft, warnings } };
}

/** A GIF is minified as itself, its palette with it. */
const staysGif = ({ format, unconverted }: OutputShape): boolean => format === "gif" && unconverted;

/** Several frames are turned one by one, which takes them out of the stream. */
const uprightInColour = async ({ image, header }: Decoded, info: ImageInfo, shape: OutputShape): Promise<Sharp> =>
  header !== null && turnsFrames(info, shape)
    ? turnFrames(convertColour(image, header, info, shape), header, info, shape)
    : convertColour(orient(image), header, info, shape);

/** Decodes once, at the largest size, then makes each size of the one before it. What can't be decoded fails all of them alike. */
async function encodeShared(task: EncodeTask, desk: Desk, explained: string, pass: Pass): Promise<MadeOutput[]> {
  const made: MadeOutput[] = [];
  let held: HeldPixels | null = null;
  try {
    for (const size of pass.sizes) {
      const pixels: HeldPixels = held === null ? await hold(explained, task.info, pass, size) : await shrink(held, size);
      held = pixels;
      for (const output of size.outputs)
        made.push(
          await encodeOutput(task, desk, output, (shape, draftName) => heldDraft(task, explained, pixels, shape, draftName)),
        );
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
  source: string,
  held: HeldPixels,
  shape: OutputShape,
  draftName: DraftName,
): Promise<Result<Draft>> {
  if (staysGif(shape)) return ok({ ...(await minifyGif(source, info, draftName)), warnings: [] });
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
