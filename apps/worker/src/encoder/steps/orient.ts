import type { Sharp } from "sharp";

/** Bakes the EXIF orientation into the pixels; no tag is left. */
export const orient = (image: Sharp): Sharp => image.autoOrient();
