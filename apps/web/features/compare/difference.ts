import { type Area, onStage, type Size, type View, visiblePart } from "./viewGeometry.ts";

/** How often differences are doubled before they are shown: 1, 8 and 32 times as large. */
export const gains = [0, 3, 5] as const;

export type Gain = (typeof gains)[number];

/** How two pictures differ as they are shown, each pixel by the most that any of its channels does. */
export interface DifferenceNumbers {
  /** 0–255. */
  readonly largest: number;
  /** Share of all pixels that differ at all, 0–1. */
  readonly changed: number;
}

/** The numbers of a drawn difference: samples of red, green, blue and alpha. */
export function numbersOf(samples: Uint8ClampedArray): DifferenceNumbers {
  let [largest, changed] = [0, 0];
  for (let at = 0; at < samples.length; at += 4) {
    const most = Math.max(samples[at] ?? 0, samples[at + 1] ?? 0, samples[at + 2] ?? 0);
    if (most > 0) changed += 1;
    if (most > largest) largest = most;
  }
  return { largest, changed: samples.length === 0 ? 0 : changed / (samples.length / 4) };
}

/** A picture on the stage, loaded. */
export interface DrawnLayer {
  readonly image: HTMLImageElement;
  /** Where it lies in the compared picture. */
  readonly area: Area;
}

/** What is drawn, and how. */
export interface Drawing {
  readonly layers: readonly [DrawnLayer, DrawnLayer];
  readonly view: View;
  readonly stage: Size;
  readonly pixelRatio: number;
}

/** Draws what differs between two pictures, black where nothing does. Transparent parts count as black. Gives what it was drawn with. */
export function drawDifference(
  canvas: HTMLCanvasElement,
  { layers: [one, other], ...drawing }: Drawing,
): CanvasRenderingContext2D | null {
  const context = prepared(canvas, drawing);
  const second = document.createElement("canvas");
  if (context === null || prepared(second, drawing) === null) return null;
  drawLayer(canvas, one, drawing);
  drawLayer(second, other, drawing);
  context.globalCompositeOperation = "difference";
  context.drawImage(second, 0, 0);
  return context;
}

/** Doubles all that a canvas shows, so often. */
export function amplify(context: CanvasRenderingContext2D, gain: Gain): void {
  context.globalCompositeOperation = "lighter";
  for (let doubled = 0; doubled < gain; doubled += 1) context.drawImage(context.canvas, 0, 0);
}

function prepared(canvas: HTMLCanvasElement, { stage, pixelRatio }: Omit<Drawing, "layers">): CanvasRenderingContext2D | null {
  canvas.width = Math.max(1, Math.round(stage.width * pixelRatio));
  canvas.height = Math.max(1, Math.round(stage.height * pixelRatio));
  return canvas.getContext("2d", { alpha: false });
}

function drawLayer(
  canvas: HTMLCanvasElement,
  { image, area }: DrawnLayer,
  { view, stage, pixelRatio }: Omit<Drawing, "layers">,
): void {
  const context = canvas.getContext("2d", { alpha: false });
  const natural = { width: image.naturalWidth, height: image.naturalHeight };
  const layer = onStage(area, view, pixelRatio);
  const part = visiblePart(layer, stage, natural);
  if (context === null || part === null) return;
  const { source, target } = part;
  context.imageSmoothingEnabled = (layer.width / natural.width) * pixelRatio < 1;
  context.imageSmoothingQuality = "high";
  const [x, y, width, height] = [target.x, target.y, target.width, target.height].map((side) => side * pixelRatio);
  context.drawImage(image, source.x, source.y, source.width, source.height, x ?? 0, y ?? 0, width ?? 0, height ?? 0);
}
