import {
  formats,
  type ImageInfo,
  isPadded,
  isSearched,
  maxBytesOf,
  ok,
  type PassOutput,
  type Quality,
  type Result,
  targetOf,
  type Warning,
} from "@pixelmill/core";
import { native } from "@pixelmill/native";
import { isLosslessJpeg, repackedJpeg } from "../formats/repackedJpeg.ts";
import type { SourceMetadata } from "../metadata/sourceMetadata.ts";
import { type OutputShape, outputShape } from "../shape.ts";
import { isHeldTransparent } from "../steps/alpha.ts";
import { chromaFor, isDrawnPicture } from "../steps/chroma.ts";
import { dressedBytes } from "../steps/dressedBytes.ts";
import type { HeldPixels } from "../steps/hold.ts";
import { pictureInMemory } from "../steps/picture.ts";
import { type Bench, type Look, openBench } from "./bench.ts";
import { Judges } from "./judges.ts";
import { type Attempt, tryFormat } from "./tryFormat.ts";

/** What the formats of an output are tried with. */
export interface Trials {
  /** The source's file. */
  readonly source: string;
  /** The source's metadata where its file does not hold it. */
  readonly metadata: SourceMetadata | null;
  readonly info: ImageInfo;
  readonly held: HeldPixels;
  readonly output: PassOutput;
}

/** The best of all attempts; its `encodes` are those of all of them. */
export interface BestAttempt extends Attempt {
  readonly warnings: readonly Warning[];
}

/** Encodes an output in every format it may have and gives the best. */
export async function tryFormats(trials: Trials): Promise<Result<BestAttempt>> {
  const shapes = shapesOf(trials);
  if (!shapes.ok) return shapes;
  const judges = new Judges(trials.held);
  try {
    return ok(await bestOf(trials, shapes.value, judges));
  } finally {
    await judges.close();
  }
}

async function bestOf(trials: Trials, shapes: readonly OutputShape[], judges: Judges): Promise<BestAttempt> {
  const { quality } = trials.output.settings;
  const isBetter = comparisonFor(quality);
  let [best, encodes]: [Attempt | null, number] = [null, 0];
  for (const shape of shapes) {
    const attempt = await attemptOf(trials, shape, judges);
    encodes += attempt?.encodes ?? 0;
    if (attempt !== null && (best === null || isBetter(attempt, best))) best = attempt;
  }
  if (best === null) throw new Error("no format was tried");
  return { ...best, encodes, warnings: [...best.bench.warnings, ...missed(best, quality)] };
}

async function attemptOf(trials: Trials, shape: OutputShape, judges: Judges): Promise<Attempt | null> {
  const { info, held, output } = trials;
  const { quality } = output.settings;
  const dressing = {
    source: trials.source,
    metadata: trials.metadata,
    info,
    shape,
    policy: output.settings.metadata,
    hasGainMap: false,
  };
  const bench = openBench(held, info, shape, await lookOf(trials, shape), await dressedBytes(dressing));
  if (isLosslessJpeg(shape)) return repacked(trials, bench);
  // Scores are for searches; a size can be searched without them.
  const judge = isSearched(quality) && native.codecs !== null ? await judges.judgeOf(bench) : null;
  return tryFormat(bench, quality, judge);
}

function missed({ score }: Attempt, quality: Quality): Warning[] {
  const target = targetOf(quality);
  return target !== null && (score ?? 0) < target ? ["belowTarget"] : [];
}

async function lookOf({ info, held, output }: Trials, shape: OutputShape): Promise<Look> {
  const picture = pictureInMemory(held);
  const drawn = shape.format === "webp" && isSearched(output.settings.quality) && (await isDrawnPicture(picture));
  return { chroma: await chromaFor(picture, info, shape), drawn };
}

/**
 * The shapes that can be tried, the source's own format first, which wins where two are alike. A format that has no alpha is left out of
 * several where something shines through.
 */
function shapesOf({ info, held, output }: Trials): Result<readonly OutputShape[]> {
  const results = output.formats.map((format) => outputShape(info, output.settings, format));
  const shapes = results.flatMap((shape) => (shape.ok ? [shape.value] : []));
  const [failed] = results.filter((shape) => !shape.ok);
  if (shapes.length === 0 && failed !== undefined) return failed;
  const isWhole = ({ format }: OutputShape) => formats[format].holdsAlpha;
  const isTransparent = (shape: OutputShape) => isPadded(shape) || isHeldTransparent(held);
  const whole = shapes.length > 1 && shapes.some(isTransparent) ? shapes.filter(isWhole) : shapes;
  const own = ({ format }: OutputShape): number => Number(format === info.format);
  return ok((whole.length === 0 ? shapes : whole).toSorted((a, b) => own(b) - own(a)));
}

/** Where a JPEG can't be kept without loss, another format can. */
async function repacked({ source, info }: Trials, bench: Bench): Promise<Attempt | null> {
  const image = await repackedJpeg(source, info, bench.shape);
  return image === null ? null : { bench, image: await bench.take(image), score: null, encodes: 1 };
}

type IsBetter = (one: Attempt, other: Attempt) => boolean;

/** Whether one attempt is to be taken rather than another, by what was asked for. */
function comparisonFor(quality: Quality): IsBetter {
  const [target, maxBytes] = [targetOf(quality), maxBytesOf(quality)];
  const isSmaller: IsBetter = (one, other) => one.image.fileBytes < other.image.fileBytes;
  const scoresHigher: IsBetter = (one, other) => (one.score ?? 0) > (other.score ?? 0);
  if (target !== null) return preferring(({ score }) => (score ?? 0) >= target, isSmaller, scoresHigher);
  if (maxBytes !== null) return preferring(({ image }) => image.fileBytes <= maxBytes, scoresHigher, isSmaller);
  return isSmaller;
}

/** What will do before what won't; then each kind by its own measure. */
const preferring =
  (willDo: (attempt: Attempt) => boolean, among: IsBetter, amongOthers: IsBetter): IsBetter =>
  (one, other) =>
    willDo(one) === willDo(other) ? (willDo(one) ? among : amongOthers)(one, other) : willDo(one);
