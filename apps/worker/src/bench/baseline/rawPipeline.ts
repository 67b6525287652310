import { rename, rm } from "node:fs/promises";
import { formats, pixelCount, resizedDimensions } from "@pixelmill/core";
import sharp, { type Sharp } from "sharp";
import type { RawPlan } from "./rawPlan.ts";

/**
 * What someone would write who knows sharp well and needs nothing else: file to file, the encoders' own steps and options, so that
 * the bytes that come out are theirs. Gives the size of what was written.
 */
export async function runRaw(plan: RawPlan): Promise<number> {
  if (plan.format === "png") return runPng(plan);
  const { size } = await writers[plan.format](rawPipeline(plan), plan).toFile(plan.output);
  return size;
}

const readOptions = ({ info, animated }: RawPlan) =>
  ({ failOn: "error", limitInputPixels: pixelCount(info), pages: animated ? info.frames : 1 }) as const;

function rawPipeline(plan: RawPlan): Sharp {
  const { source, info, wish, format, colourspace, deepProfile } = plan;
  const image = sharp(source, readOptions(plan)).autoOrient();
  if (deepProfile) image.withIccProfile("srgb", { attach: false });
  if (colourspace !== null) image.toColourspace(colourspace);
  if (info.hasAlpha && !formats[format].holdsAlpha) image.flatten({ background: "#ffffff" });
  const { width, height } = resizedDimensions(info, wish.resize);
  if (isResized(plan)) image.resize({ width, height, fit: "fill" });
  return image;
}

function isResized({ info, wish }: RawPlan): boolean {
  const { width, height } = resizedDimensions(info, wish.resize);
  return width !== info.width || height !== info.height;
}

type LossyOptions = { readonly quality?: number };

const quality = (plan: RawPlan): LossyOptions => (plan.quality === null ? {} : { quality: plan.quality });

const chroma = (plan: RawPlan) => (plan.chroma === null ? {} : { chromaSubsampling: plan.chroma });

const writers: Readonly<Record<Exclude<RawPlan["format"], "png">, (image: Sharp, plan: RawPlan) => Sharp>> = {
  jpeg: (image, plan) => image.jpeg({ ...quality(plan), ...chroma(plan), mozjpeg: true }),
  webp: (image, plan) => image.webp({ ...quality(plan), effort: 4 }),
  avif: (image, plan) => image.avif({ ...quality(plan), ...chroma(plan), effort: 2, bitdepth: plan.avifDepth }),
  gif: (image, plan) =>
    image.gif({ reuse: true, dither: isResized(plan) ? 1 : 0, keepDuplicateFrames: true, interFrameMaxError: 0 }),
  tiff: (image) => image.tiff({ compression: "deflate", predictor: "horizontal" }),
};

const pngWays = [
  { compressionLevel: 9, adaptiveFiltering: false },
  { compressionLevel: 6, adaptiveFiltering: true },
] as const;

/** Up to this many pixels both ways of writing a PNG are tried in full, above on a sample of this side, as the encoders do. */
const tryBothPixels = 1_000_000;
const sampleSide = 512;

async function runPng(plan: RawPlan): Promise<number> {
  const image = rawPipeline(plan);
  const { width, height } = resizedDimensions(plan.info, plan.wish.resize);
  if (width * height > tryBothPixels) return (await image.png(await likelyWay(plan)).toFile(plan.output)).size;
  const other = `${plan.output}.other`;
  const plain = await image.clone().png(pngWays[0]).toFile(plan.output);
  const filtered = await image.clone().png(pngWays[1]).toFile(other);
  if (plain.size <= filtered.size) await rm(other);
  else await rename(other, plan.output);
  return Math.min(plain.size, filtered.size);
}

async function likelyWay({ source, info }: RawPlan): Promise<(typeof pngWays)[number]> {
  const [width, height] = info.orientation >= 5 ? [info.height, info.width] : [info.width, info.height];
  const size = { width: Math.min(width, sampleSide), height: Math.min(height, sampleSide) };
  const middle = { ...size, left: Math.floor((width - size.width) / 2), top: Math.floor((height - size.height) / 2) };
  const bytes = async (way: (typeof pngWays)[number]) =>
    (await sharp(source, { failOn: "error" }).extract(middle).png(way).toBuffer()).length;
  const [plain, filtered] = [await bytes(pngWays[0]), await bytes(pngWays[1])];
  return plain <= filtered ? pngWays[0] : pngWays[1];
}
