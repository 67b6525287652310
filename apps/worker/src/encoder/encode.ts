import {
  type EncodedResult,
  type Encoding,
  fail,
  isHeld,
  ok,
  type Pass,
  type PassOutput,
  passesOf,
  type Result,
} from "@pixelmill/core";
import type { EncodeTask } from "../protocol/messages.ts";
import type { Desk } from "./desk.ts";
import { nearlyLossless } from "./formats/jpeg.ts";
import { isLosslessJpeg, repackedJpeg } from "./formats/repackedJpeg.ts";
import { type Draft, encodeOutput, failureIn, type MadeOutput } from "./output.ts";
import { tryFormats } from "./search/tryFormats.ts";
import { type OutputShape, outputShape } from "./shape.ts";
import { flatten, flattenHeld } from "./steps/alpha.ts";
import { chromaFor } from "./steps/chroma.ts";
import { convertColour } from "./steps/colour.ts";
import { decode, refusal } from "./steps/decode.ts";
import { bringToShape, type HeldPixels, hold, openHeld, release, shrink } from "./steps/hold.ts";
import { orient } from "./steps/orient.ts";
import { pictureInFile, pictureInMemory } from "./steps/picture.ts";
import { resize } from "./steps/resize.ts";
import { sharpen } from "./steps/sharpen.ts";
import { type DraftName, type WrittenDraft, writeBytes, writeDraft } from "./steps/write.ts";

/**
 * Encodes one task: decode → orient → colour → resize → encode → choose → write, for each of its outputs. Outputs that stream do all of
 * it in one libvips pipeline, from file to file; those that share a decode, or are encoded several times to keep the best, take its
 * pixels from memory, one size after another, and are cut, given a border and sharpened from them. Where a result is `optimized` its
 * file is whole, not yet durable; otherwise nothing is left behind. Expected failures are returned, with a code; an output that fails does so alone. The results are in the order of the
 * settings' outputs.
 */
export async function encode(task: EncodeTask, desk: Desk): Promise<readonly EncodedResult[]> {
  const made: MadeOutput[] = [];
  for (const pass of passesOf(task.info, task.settings.outputs)) {
    const encodePass = pass.heldBytesPerPixel === null ? encodeStreaming : encodeHeld;
    made.push(...(await encodePass(task, desk, pass)));
  }
  return made.sort((a, b) => a.index - b.index).map(({ result }) => result);
}

/** One output in the making: what it is to be, and where its drafts go. */
interface Making {
  readonly task: EncodeTask;
  readonly desk: Desk;
  readonly output: PassOutput;
  readonly draftName: DraftName;
}

/** From file to file. */
async function encodeStreaming(task: EncodeTask, desk: Desk, pass: Pass): Promise<MadeOutput[]> {
  const made: MadeOutput[] = [];
  for (const output of outputsOf(pass))
    made.push(await encodeOutput(task, desk, output, (draftName) => streamDraft({ task, desk, output, draftName })));
  return made;
}

const streamDraft = (making: Making): Promise<Result<Draft>> => draftOfShape(making, streamShape);

async function streamShape({ task, desk, draftName }: Making, shape: OutputShape): Promise<Result<Draft>> {
  const { taskId, info } = task;
  const source = desk.source(taskId);
  const decoded = await decode(source, info, shape);
  if (!decoded.ok) return fail(decoded.error);
  const { image, header } = decoded.value;
  orient(image);
  convertColour(image, header, info, shape);
  const warnings = await flatten(image, source, info, shape);
  resize(image, shape);
  sharpen(image, shape);
  const picture = pictureInFile(source, info);
  const written = await writeDraft(image, picture, shape, await chromaFor(picture, info, shape), draftName);
  return ok({ ...draftOf(written, shape), warnings });
}

/** Decodes once, at the largest size, then makes each size of the one before it. What can't be decoded fails all of them alike. */
async function encodeHeld(task: EncodeTask, desk: Desk, pass: Pass): Promise<MadeOutput[]> {
  const made: MadeOutput[] = [];
  let held: HeldPixels | null = null;
  try {
    for (const size of pass.sizes) {
      const pixels: HeldPixels =
        held === null ? await hold(desk.source(task.taskId), task.info, pass, size) : await shrink(held, size);
      held = pixels;
      for (const output of size.outputs)
        made.push(await encodeOutput(task, desk, output, (draftName) => heldDraft({ task, desk, output, draftName }, pixels)));
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

const heldDraft = (making: Making, held: HeldPixels): Promise<Result<Draft>> =>
  isHeld(making.task.info, making.output)
    ? triedDraft(making, held)
    : draftOfShape(making, (same, shape) => heldShape(same, shape, held));

async function heldShape({ task: { info }, draftName }: Making, shape: OutputShape, held: HeldPixels): Promise<Result<Draft>> {
  const refused = refusal(held.header, shape);
  if (refused !== null) return fail(refused);
  const image = openHeld(held);
  convertColour(image, held.header, info, shape);
  const warnings = flattenHeld(image, held, info, shape);
  bringToShape(image, held, shape);
  const picture = pictureInMemory(held);
  const written = await writeDraft(image, picture, shape, await chromaFor(picture, info, shape), draftName);
  return ok({ ...draftOf(written, shape), warnings });
}

/** Encodes in memory as often as it takes, and writes the best. */
async function triedDraft({ task, desk, output, draftName }: Making, held: HeldPixels): Promise<Result<Draft>> {
  const { taskId, info } = task;
  const tried = await tryFormats({ source: desk.source(taskId), info, held, output });
  if (!tried.ok) return fail(tried.error);
  const { image, bench, encodes, score, warnings } = tried.value;
  const file = await writeBytes(image.bytes, draftName("a"));
  return ok({ ...file, shape: bench.shape, encoding: { ...image.facts, encodes, score }, warnings });
}

/** The draft of an output in its one format. A JPEG that is to lose nothing never sees a pixel, or loses little. */
async function draftOfShape(
  making: Making,
  makeDraft: (making: Making, shape: OutputShape) => Promise<Result<Draft>>,
): Promise<Result<Draft>> {
  const { task, desk, output, draftName } = making;
  const shape = outputShape(task.info, output.settings, output.formats[0]);
  if (!shape.ok) return fail(shape.error);
  if (!isLosslessJpeg(shape.value)) return makeDraft(making, shape.value);
  const repacked = await repackedJpeg(desk.source(task.taskId), task.info, shape.value);
  if (repacked === null) return withLoss(await makeDraft(making, { ...shape.value, quality: nearlyLossless }));
  const { bytes, facts } = repacked;
  return ok({ ...draftOf({ ...(await writeBytes(bytes, draftName("a"))), facts }, shape.value), warnings: [] });
}

const withLoss = (draft: Result<Draft>): Result<Draft> =>
  draft.ok ? ok({ ...draft.value, warnings: [...draft.value.warnings, "notLossless"] }) : draft;

const draftOf = ({ facts, ...file }: WrittenDraft, shape: OutputShape): Omit<Draft, "warnings"> => ({
  ...file,
  shape,
  encoding: { ...facts, encodes: 1, score: null } satisfies Encoding,
});

const outputsOf = ({ sizes }: Pass): readonly PassOutput[] => sizes.flatMap(({ outputs }) => outputs);
