import type { Writer } from "./writers.ts";

/** libwebp's methods. */
const methods = { fast: 2, balanced: 4, smallest: 6 } as const;

/** Loop and delays of an animation come along from its file. Without loss, colours below full transparency stay too. */
export const webp: Writer = (image, { quality, effort, timing }) => {
  const options = { ...timing, effort: methods[effort] };
  return quality === null ? image.webp({ ...options, lossless: true, exact: true }) : image.webp({ ...options, quality });
};
