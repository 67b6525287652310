import type { BoxResize, CropPosition, Resize, ResizeInput, SideResize } from "./resize.ts";

/** Width and height in pixels. */
export interface Dimensions {
  readonly width: number;
  readonly height: number;
}

/** What becomes of a source's pixels: it is brought to a size as a whole, then cut or given a border where a box asks for it. */
export interface Geometry extends Dimensions {
  /** Size of the whole picture before anything is cut off or added; its aspect ratio is the source's. */
  readonly scaled: Dimensions;
  /** Which part of the scaled picture is kept; null where all of it is. */
  readonly crop: CropPosition | null;
}

/**
 * The sizes of an output, exactly: each side at least 1 pixel. Without `enlarge` no pixel is made larger: what is too small keeps its
 * size, and a box that it would have to be enlarged to fill becomes smaller, of the same shape; the border of `contain` is added all
 * the same, since the size of the file is what it is for.
 */
export function geometryOf(source: Dimensions, resize: ResizeInput | null): Geometry {
  if (resize === null) return whole(source);
  switch (resize.mode) {
    case "box":
      return boxGeometry(source, resize);
    case "percent":
      return whole(scaledBy(source, limited(resize.percent / 100, resize)));
    default:
      return whole(scaledBy(source, limited(resize.pixels / referenceSide(source, resize.mode), resize)));
  }
}

/** Size of the file that a size wish makes of a source: {@link geometryOf}. Without a wish the source's own. */
export function resizedDimensions(source: Dimensions, resize: ResizeInput | null): Dimensions {
  const { width, height } = geometryOf(source, resize);
  return { width, height };
}

/** Whether there is a border around the picture. */
export const isPadded = ({ width, height, scaled }: Geometry): boolean => width > scaled.width || height > scaled.height;

export const sameSize = (a: Dimensions, b: Dimensions): boolean => a.width === b.width && a.height === b.height;

type Wish<Of extends Resize> = Extract<ResizeInput, { readonly mode: Of["mode"] }>;

function boxGeometry(source: Dimensions, box: Wish<BoxResize>): Geometry {
  const scales = [box.width / source.width, box.height / source.height] as const;
  if (box.fit === "cover") return covering(source, box, Math.max(...scales));
  const scaled = scaledBy(source, limited(Math.min(...scales), box));
  return box.fit === "contain" ? { width: box.width, height: box.height, scaled, crop: null } : whole(scaled);
}

/** `scale` is the one at which the source fills the box. */
function covering(source: Dimensions, box: Wish<BoxResize>, scale: number): Geometry {
  const { width, height } = box;
  const kept = limited(scale, box);
  const scaled = scaledBy(source, kept);
  const filled = kept === scale ? { width, height } : scaledBy({ width, height }, kept / scale);
  // A box of the source's own shape cuts nothing off.
  return { ...filled, scaled, crop: sameSize(filled, scaled) ? null : (box.position ?? "centre") };
}

const whole = ({ width, height }: Dimensions): Geometry => ({ width, height, scaled: { width, height }, crop: null });

const limited = (scale: number, { enlarge }: Pick<ResizeInput, "enlarge">): number =>
  enlarge === true ? scale : Math.min(1, scale);

const scaledBy = ({ width, height }: Dimensions, scale: number): Dimensions => ({
  width: Math.max(1, Math.round(width * scale)),
  height: Math.max(1, Math.round(height * scale)),
});

function referenceSide({ width, height }: Dimensions, mode: SideResize["mode"]): number {
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
