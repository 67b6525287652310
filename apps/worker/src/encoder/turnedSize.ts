import type { Dimensions } from "@pixelmill/core";

/** The sides of a picture turned by its orientation, 1–8: stored ones as they are shown, shown ones as they are stored. */
export const turnedSize = ({ width, height }: Dimensions, orientation: number): Dimensions =>
  orientation >= 5 ? { width: height, height: width } : { width, height };
