import {
  type Dimensions,
  dialOf,
  maxBytesOf,
  type Quality,
  type QualitySearch,
  searchForBytes,
  searchForScore,
  type Trial,
  targetOf,
} from "@pixelmill/core";
import type { WriterOptions } from "../formats/writers.ts";
import type { Bench, BenchImage } from "./bench.ts";
import { checkSamePixels } from "./checkSamePixels.ts";
import type { Judge } from "./judge.ts";

/** What one format came to: the best of its encodes. */
export interface Attempt {
  readonly bench: Bench;
  readonly image: BenchImage;
  /** Null where none was measured. */
  readonly score: number | null;
  /** Encodes that it took. */
  readonly encodes: number;
}

/** Encodes in one format until it is as it was wished. `judge` is null where nothing is to be scored. */
export async function tryFormat(bench: Bench, quality: Quality, judge: Judge | null): Promise<Attempt> {
  const search = searchOf(bench, quality);
  if (search === null) return encodeOnce(bench, judge === null ? null : 100);
  return bench.triesLossless ? tryBoth(bench, quality, search, judge) : trySearch(bench, quality, search, judge);
}

function searchOf({ shape, metadataBytes }: Bench, quality: Quality): QualitySearch | null {
  const dial = dialOf(shape.format, shape.effort);
  const [target, maxBytes] = [targetOf(quality), maxBytesOf(quality)];
  if (dial === null) return null;
  if (target !== null) return shape.format === "png" && isTiny(shape) ? null : searchForScore(dial, target);
  return maxBytes === null ? null : searchForBytes(dial, shape.width * shape.height * shape.frames, maxBytes, metadataBytes);
}

/**
 * Shorter side in pixels below which no palette is searched by its score, which compares six scales, each half of the one before: a tiny
 * picture has only the first of them, and of 32 × 24 greys a palette that was 56 levels off reached 75. So few pixels take few bytes anyway.
 */
const leastJudgedSide = 64;

const isTiny = ({ width, height }: Dimensions): boolean => Math.min(width, height) < leastJudgedSide;

/** One encode, as the settings say. What loses nothing by an encoder that could is compared with what it was made of. */
async function encodeOnce(bench: Bench, scoreIfLossless: number | null, change?: Partial<WriterOptions>): Promise<Attempt> {
  const image = await bench.encode(change);
  const { lossless, encoder } = image.facts;
  if (lossless && (encoder === "libwebp" || encoder === "libaom")) await checkSamePixels(bench, image.bytes);
  return { bench, image, score: lossless ? scoreIfLossless : null, encodes: 1 };
}

/** What loses nothing, and what does where that is smaller and good enough, or the only thing that fits. */
async function tryBoth(bench: Bench, quality: Quality, search: QualitySearch, judge: Judge | null): Promise<Attempt> {
  const lossless = await encodeOnce(bench, 100, { quality: null });
  const [target, maxBytes] = [targetOf(quality), maxBytesOf(quality)];
  if (maxBytes !== null && lossless.image.fileBytes <= maxBytes) return lossless;
  const lossy = await trySearch(bench, quality, search, judge);
  const willDo = target === null || (lossy.score ?? 0) >= target;
  const isSmaller = lossy.image.fileBytes < lossless.image.fileBytes;
  return { ...(willDo && isSmaller ? lossy : lossless), encodes: lossless.encodes + lossy.encodes };
}

interface Tried extends Trial {
  readonly image: BenchImage;
}

async function trySearch(bench: Bench, quality: Quality, search: QualitySearch, judge: Judge | null): Promise<Attempt> {
  const isScored = targetOf(quality) !== null;
  const tried: Trial[] = [];
  let best: Tried | null = null;
  for (let next = search.next(tried); next !== null; next = search.next(tried)) {
    const image = await bench.encode(optionsAt(bench, next));
    const score = isScored && judge !== null ? await judge.score(image.bytes) : null;
    const trial = { quality: next, bytes: image.fileBytes, score };
    tried.push(trial);
    // Only the best file is kept: the others' bytes are of no use any more.
    if (search.best(tried) === trial) best = { ...trial, image };
  }
  if (best === null) throw new Error("a search made no encode");
  const score = best.score ?? (judge === null ? null : await judge.score(best.image.bytes));
  return { bench, image: best.image, score, encodes: tried.length };
}

/** A palette's dial counts the bits of its colours. */
const optionsAt = ({ shape }: Bench, dial: number): Partial<WriterOptions> =>
  shape.format === "png" ? { colours: 2 ** dial } : { quality: dial };
