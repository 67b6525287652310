import type { Writer } from "./writers.ts";

/** Lossless TIFF: deflate over horizontal differences. */
export const tiff: Writer = (image) => image.tiff({ compression: "deflate", predictor: "horizontal" });
