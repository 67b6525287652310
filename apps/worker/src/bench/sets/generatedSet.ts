import type { ImageRecipe } from "../baseline/generateImages.ts";

/** Sides of the photos: from a thumbnail to 12 megapixels, most of them in between. */
const photoSides = [
  [320, 240],
  [800, 600],
  [1280, 960],
  [1600, 1200],
  [2048, 1536],
  [2592, 1944],
  [3264, 2448],
  [4000, 3000],
] as const;

/** A set for machines that have no other: photos, drawings and cut-outs of many sizes, the same everywhere. */
export const generatedSet: readonly ImageRecipe[] = photoSides.flatMap(([width, height], index): ImageRecipe[] => [
  { name: `photo-${index}.jpg`, kind: "photo", width, height, seed: index },
  { name: `portrait-${index}.jpg`, kind: "photo", width: height, height: width, seed: 100 + index },
  { name: `drawing-${index}.png`, kind: "drawing", width: width >> 1, height: height >> 1, seed: 200 + index },
  { name: `cutout-${index}.webp`, kind: "cutout", width: width >> 2, height: height >> 2, seed: 300 + index },
]);

/** The image of half a megapixel whose latency is measured. */
export const latencyImage: ImageRecipe = { name: "half-megapixel.jpg", kind: "photo", width: 866, height: 577, seed: 1 };
