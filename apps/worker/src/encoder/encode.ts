import {
  type EncodedResult,
  fail,
  type ImageInfo,
  isDrawing,
  isHeld,
  ok,
  type Pass,
  type PassOutput,
  passesOf,
  type Result,
  type Warning,
} from "@pixelmill/core";
import type { Sharp } from "sharp";
import type { EncodeTask } from "../protocol/messages.ts";
import type { Desk } from "./desk.ts";
import { nearlyLossless } from "./formats/jpeg.ts";
import { isLosslessJpeg, repackedJpeg } from "./formats/repackedJpeg.ts";
import { type Draft, encodeOutput, failureIn, type MadeOutput } from "./output.ts";
import { tryFormats } from "./search/tryFormats.ts";
import { readingGainMaps } from "./setUpSharp.ts";
import { type OutputShape, outputShape } from "./shape.ts";
import { flatten, flattenHeld } from "./steps/alpha.ts";
import { chromaFor, withChroma } from "./steps/chroma.ts";
import { convertColour, keepsDescription, wantsGainMap } from "./steps/colour.ts";
import { type Decoded, decode, refusal } from "./steps/decode.ts";
import { withExplainedColour } from "./steps/explain.ts";
import { bringToShape, type HeldPixels, hold, openHeld, release, shrink } from "./steps/hold.ts";
import { minifyGif } from "./steps/minifyGif.ts";
import { orient } from "./steps/orient.ts";
import { pictureInFile, pictureInMemory } from "./steps/picture.ts";
import { resize } from "./steps/resize.ts";
import { sharpen } from "./steps/sharpen.ts";
import { Sources } from "./steps/source.ts";
import { turnFrames, turnsFrames } from "./steps/turnFrames.ts";
import { type DraftName, type WrittenDraft, writeBytes, writeDraft } from "./steps/write.ts";
import { encodeDrawing } from "./svg/encodeDrawing.ts";

/**
 * Encodes one task: decode → orient → colour → resize → encode → choose → write, for each of its outputs. Outputs that stream do all of
 * it in one libvips pipeline, from file to file; those that share a decode, or are encoded several times to keep the best, take its
 * pixels from memory, one size after another, and are cut, given a border and sharpened from them. Where a result is `optimized` its
 * file is whole, not yet durable; otherwise nothing is left behind. Expected failures are returned, with a code; an output that fails
 * does so alone. The results are in the order of the settings' outputs.
 */
export async function encode(task: EncodeTask, desk: Desk): Promise<readonly EncodedResult[]> {
  if (isDrawing(task.info.format)) return encodeDrawing(task, desk);
  const passes = passesOf(task.info, task.settings.outputs);
  const sources = new Sources(task, desk, passes);
  try {
    return await withExplainedColour(task, desk, (explained) => encodePasses({ task, desk, explained }, passes, sources));
  } catch (error) {
    const failed = await failureIn(task, desk, error);
    return task.settings.outputs.map(() => failed);
  } finally {
    await sources.close();
  }
}

/** A task at work. */
interface Work {
  readonly task: EncodeTask;
  readonly desk: Desk;
  /** The source as its pixels are read. */
  readonly explained: string;
}

async function encodePasses(work: Work, passes: readonly Pass[], sources: Sources): Promise<readonly EncodedResult[]> {
  const made: MadeOutput[] = [];
  for (const pass of passes) made.push(...(await encodePass(work, pass, await sources.deskOf(pass))));
  return made.sort((a, b) => a.index - b.index).map(({ result }) => result);
}

/** What can't be unpacked fails all outputs of a pass alike. */
async function encodePass(work: Work, pass: Pass, desk: Result<Desk>): Promise<MadeOutput[]> {
  if (!desk.ok) return outputsOf(pass).map(({ index }) => ({ index, result: { status: "failed", error: desk.error } }));
  const explained = desk.value === work.desk ? work.explained : desk.value.source(work.task.taskId);
  const encodeIt = pass.heldBytesPerPixel === null ? encodeStreaming : encodeHeld;
  return encodeIt({ ...work, desk: desk.value, explained }, pass);
}

/** One output in the making: what it is to be, and where its drafts go. */
interface Making extends Work {
  readonly output: PassOutput;
  readonly draftName: DraftName;
}

/** From file to file. */
async function encodeStreaming(work: Work, pass: Pass): Promise<MadeOutput[]> {
  const made: MadeOutput[] = [];
  for (const output of outputsOf(pass))
    made.push(
      await encodeOutput(work.task, work.desk, output, (draftName) => draftOfShape({ ...work, output, draftName }, streamShape)),
    );
  return made;
}

const streamShape = (making: Making, shape: OutputShape): Promise<Result<Draft>> =>
  wantsGainMap(making.task.info, shape) ? readingGainMaps(() => streamPixels(making, shape)) : streamPixels(making, shape);

async function streamPixels({ task, desk, explained, draftName }: Making, shape: OutputShape): Promise<Result<Draft>> {
  const { taskId, info } = task;
  const source = keepsDescription(info, shape) ? desk.source(taskId) : explained;
  const decoded = await decode(source, info, shape, desk.timing);
  if (!decoded.ok) return fail(decoded.error);
  const image = await uprightInColour(decoded.value, info, shape);
  const warnings = await flatten(image, source, info, shape);
  resize(image, shape);
  sharpen(image, shape);
  const picture = pictureInFile(source, info);
  const written = await withChroma({ image, header: decoded.value.header }, picture, info, shape, (ready, chroma) =>
    writeDraft(ready, picture, shape, chroma, draftName),
  );
  return ok(draftOf(written, shape, warnings));
}

/** Several frames are turned one by one, which takes them out of the stream. */
const uprightInColour = async ({ image, header }: Decoded, info: ImageInfo, shape: OutputShape): Promise<Sharp> =>
  header !== null && turnsFrames(info, shape)
    ? turnFrames(convertColour(image, header, info, shape), header, info, shape)
    : convertColour(orient(image), header, info, shape);

/** Decodes once, at the largest size, then makes each size of the one before it. What can't be decoded fails all of them alike. */
async function encodeHeld(work: Work, pass: Pass): Promise<MadeOutput[]> {
  const { task, desk, explained } = work;
  const made: MadeOutput[] = [];
  let held: HeldPixels | null = null;
  try {
    for (const size of pass.sizes) {
      const pixels: HeldPixels =
        held === null ? await hold(explained, task.info, pass, size, desk.timing) : await shrink(held, size);
      held = pixels;
      for (const output of size.outputs)
        made.push(await encodeOutput(task, desk, output, (draftName) => heldDraft({ ...work, output, draftName }, pixels)));
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
  return ok(draftOf(written, shape, warnings));
}

/** Encodes in memory as often as it takes, and writes the best. */
async function triedDraft({ task, desk, output, draftName }: Making, held: HeldPixels): Promise<Result<Draft>> {
  const { taskId, info } = task;
  const tried = await tryFormats({ source: desk.source(taskId), metadata: desk.metadata, info, held, output });
  if (!tried.ok) return fail(tried.error);
  const { image, bench, encodes, score, warnings } = tried.value;
  const file = await writeBytes(image.bytes, draftName("a"));
  return ok({ ...file, shape: bench.shape, encoding: { ...image.facts, encodes, score }, warnings });
}

/** The draft of an output in its one format. What can be packed better as it is, is never decoded to be encoded again. */
async function draftOfShape(
  making: Making,
  makeDraft: (making: Making, shape: OutputShape) => Promise<Result<Draft>>,
): Promise<Result<Draft>> {
  const { task, output } = making;
  const shape = outputShape(task.info, output.settings, output.formats[0]);
  if (!shape.ok) return fail(shape.error);
  if (isLosslessJpeg(shape.value)) return losslessJpeg(making, shape.value, makeDraft);
  return staysGif(shape.value) ? minifiedGif(making, shape.value) : makeDraft(making, shape.value);
}

/** A JPEG that is to lose nothing never sees a pixel, or loses little. */
async function losslessJpeg(
  making: Making,
  shape: OutputShape,
  makeDraft: Parameters<typeof draftOfShape>[1],
): Promise<Result<Draft>> {
  const { task, desk, draftName } = making;
  const repacked = await repackedJpeg(desk.source(task.taskId), task.info, shape);
  if (repacked !== null) {
    const file = await writeBytes(repacked.bytes, draftName("a"));
    return ok(draftOf({ ...file, facts: repacked.facts }, shape, []));
  }
  return makeDraft(making, { ...shape, quality: nearlyLossless });
}

/** A GIF is minified as itself, its palette with it. */
const staysGif = ({ format, unconverted }: OutputShape): boolean => format === "gif" && unconverted;

async function minifiedGif({ task: { info }, explained, draftName }: Making, shape: OutputShape): Promise<Result<Draft>> {
  const file = await minifyGif(explained, info, draftName);
  const facts = { quality: null, lossless: true, effort: shape.effort, chroma: null, colours: null };
  return ok(draftOf({ ...file, facts: { encoder: "cgif", ...facts } }, shape, []));
}

const draftOf = ({ facts, ...file }: WrittenDraft, shape: OutputShape, warnings: readonly Warning[]): Draft => ({
  ...file,
  shape,
  encoding: { ...facts, encodes: 1, score: null },
  warnings,
});

const outputsOf = ({ sizes }: Pass): readonly PassOutput[] => sizes.flatMap(({ outputs }) => outputs);
