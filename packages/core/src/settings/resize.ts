import * as z from "zod";

/** Which measure of the image the given number of pixels is about. */
export const resizeModes = ["width", "height", "longest", "shortest"] as const;

/** Size wish: the other side follows, the aspect ratio stays, and nothing is ever enlarged. */
export const resizeSchema = z.strictObject({
  mode: z.enum(resizeModes),
  /** Target length of that side in pixels, 1–65,500. */
  pixels: z.int().min(1).max(65_500),
});

export type Resize = z.infer<typeof resizeSchema>;

/** Width and height in pixels. */
export interface Dimensions {
  readonly width: number;
  readonly height: number;
}

/**
 * Size after a resize: aspect ratio kept, each side at least 1 pixel, never larger than the source.
 * Without a resize the size is the source's own.
 */
export function resizedDimensions(source: Dimensions, resize: Resize | null): Dimensions {
  if (resize === null) return source;
  const scale = resize.pixels / referenceSide(source, resize.mode);
  if (scale >= 1) return source;
  return { width: Math.max(1, Math.round(source.width * scale)), height: Math.max(1, Math.round(source.height * scale)) };
}

function referenceSide({ width, height }: Dimensions, mode: Resize["mode"]): number {
  switch (mode) {
    case "width":
      return width;
    case "height":
      return height;
    case "longest":
      return Math.max(width, height);
    case "shortest":
      return Math.min(width, height);
  }
}
