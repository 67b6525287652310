import sharp from "sharp";

/** The loaders of the formats that Pixelmill reads, by their names in libvips. */
const allowedLoaders = [
  "VipsForeignLoadJpeg",
  "VipsForeignLoadPng",
  "VipsForeignLoadWebp",
  "VipsForeignLoadHeif",
  "VipsForeignLoadNsgif",
  "VipsForeignLoadTiff",
];

/**
 * Sets up this process's libvips. Every loader that is not needed is blocked (SVG above all, which reads other files), and the
 * operation cache is off: it kept 125–180 MB of images that are never asked for again.
 */
export function setUpSharp(): void {
  sharp.block({ operation: ["VipsForeignLoad"] });
  sharp.unblock({ operation: allowedLoaders });
  sharp.cache(false);
  sharp.concurrency(1);
}

/**
 * Threads that libvips uses for what starts after the call. It is one number for the whole process, so of two tasks in flight the
 * one begun last decides for both: harmless, since only AVIF encodes gain from it and the sum stays within the planner's wish.
 */
export function useThreads(threads: number): void {
  if (sharp.concurrency() !== threads) sharp.concurrency(threads);
}

/** The loader of JPEGs with a gain map: it holds the whole image, so that others are read by the plain one. */
const gainMapLoader = { operation: ["VipsForeignLoadUhdr"] };
let gainMapReaders = 0;

/** Does work for which libvips reads gain maps. What else this process begins meanwhile may be read that way too, to no other result. */
export async function readingGainMaps<T>(work: () => Promise<T>): Promise<T> {
  gainMapReaders += 1;
  sharp.unblock(gainMapLoader);
  try {
    return await work();
  } finally {
    gainMapReaders -= 1;
    if (gainMapReaders === 0) sharp.block(gainMapLoader);
  }
}
