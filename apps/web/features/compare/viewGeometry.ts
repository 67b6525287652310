/** A place on the stage, or how far from one to another, in CSS pixels. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Of the stage in CSS pixels, of a picture in its own. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A part of a stage or a picture. */
export interface Area extends Point, Size {}

/** Where a picture lies on the stage: its left upper corner, and the CSS pixels that each of its own takes. */
export interface View extends Point {
  readonly scale: number;
}

/** What a view is held within. */
export interface Frame {
  readonly stage: Size;
  readonly picture: Size;
  /** Pixels of the screen in a CSS pixel. */
  readonly pixelRatio: number;
}

/** The closest look: pixels of the screen for each of the picture's, a side. */
export const closest = 8;

/** Looks that the buttons go through, besides the whole picture: pixels of the screen for each of the picture's. */
const steps = [0.125, 0.25, 0.5, 1, 2, 4, closest];

/** How much larger the next look has to be to be worth a step. */
const leastStep = 1.05;

/** CSS pixels of a picture's pixel at which the whole picture is seen, never more than one pixel of the screen. */
export function fitScale({ stage, picture, pixelRatio }: Frame): number {
  return Math.min(stage.width / picture.width, stage.height / picture.height, 1 / pixelRatio);
}

/** The whole picture, in the middle. */
export const fitted = (frame: Frame): View => held({ x: 0, y: 0, scale: fitScale(frame) }, frame);

/** CSS pixels of a picture's pixel at a zoom of so many screen pixels for each. */
export const scaleOf = (zoom: number, { pixelRatio }: Pick<Frame, "pixelRatio">): number => zoom / pixelRatio;

/** Pixels of the screen for each of the picture's, a side: 1 shows it pixel by pixel. */
export const zoomOf = ({ scale }: Pick<View, "scale">, { pixelRatio }: Pick<Frame, "pixelRatio">): number => scale * pixelRatio;

/** The view with another scale, within its limits; the pixel under `at` stays where it is as far as the picture's edges allow. */
export function scaledTo(view: View, scale: number, at: Point, frame: Frame): View {
  const kept = Math.min(Math.max(scale, fitScale(frame)), scaleOf(closest, frame));
  const grown = kept / view.scale;
  return held({ scale: kept, x: at.x - (at.x - view.x) * grown, y: at.y - (at.y - view.y) * grown }, frame);
}

/** The view moved. A picture larger than the stage never leaves a gap at an edge, one that is smaller stays in the middle. */
export const moved = (view: View, by: Point, frame: Frame): View => held({ ...view, x: view.x + by.x, y: view.y + by.y }, frame);

/** The view after two fingers went from some places to others: what lay between them lies between them again. */
export function pinched(view: View, from: readonly [Point, Point], to: readonly [Point, Point], frame: Frame): View {
  const [before, after] = [between(from), between(to)];
  const spread = distance(from) === 0 ? 1 : distance(to) / distance(from);
  const carried = { ...view, x: view.x + after.x - before.x, y: view.y + after.y - before.y };
  return scaledTo(carried, view.scale * spread, after, frame);
}

/** The same part of the picture on another stage, or of another picture: what was in the middle stays there; the whole stays whole. */
export function reframed(view: View, before: Frame, after: Frame): View {
  if (isFitted(view, before)) return fitted(after);
  const middle = middleOf(before.stage);
  const [shareX, shareY] = [
    (middle.x - view.x) / (view.scale * before.picture.width),
    (middle.y - view.y) / (view.scale * before.picture.height),
  ];
  const scale = Math.max(view.scale, fitScale(after));
  const { x, y } = middleOf(after.stage);
  return held({ scale, x: x - shareX * after.picture.width * scale, y: y - shareY * after.picture.height * scale }, after);
}

/** Whether the whole picture is seen. */
export const isFitted = ({ scale }: View, frame: Frame): boolean => scale <= fitScale(frame) * (1 + 1e-6);

/** The next larger or smaller look that the buttons offer, as a scale. */
export function nextScale(view: View, direction: "in" | "out", frame: Frame): number {
  const fit = fitScale(frame);
  const scales = steps.map((zoom) => scaleOf(zoom, frame)).filter((scale) => scale > fit * leastStep);
  if (direction === "in") return scales.find((scale) => scale > view.scale * leastStep) ?? view.scale;
  return scales.findLast((scale) => scale < view.scale / leastStep) ?? fit;
}

/** Where a part of the picture lies on the stage, in CSS pixels that are whole ones of the screen: between two it would be blurred. */
export function onStage(area: Area, { x, y, scale }: View, pixelRatio: number): Area {
  const whole = (pixels: number) => Math.round(pixels * pixelRatio) / pixelRatio;
  return {
    x: whole(x + area.x * scale),
    y: whole(y + area.y * scale),
    width: whole(area.width * scale),
    height: whole(area.height * scale),
  };
}

/** What of a layer is seen: the part of its image, in the image's own pixels, and where it lies on the stage; null for nothing. */
export function visiblePart(layer: Area, stage: Size, natural: Size): { readonly source: Area; readonly target: Area } | null {
  const [left, top] = [Math.max(0, layer.x), Math.max(0, layer.y)];
  const width = Math.min(stage.width, layer.x + layer.width) - left;
  const height = Math.min(stage.height, layer.y + layer.height) - top;
  if (width <= 0 || height <= 0) return null;
  const [across, down] = [natural.width / layer.width, natural.height / layer.height];
  const source = { x: (left - layer.x) * across, y: (top - layer.y) * down, width: width * across, height: height * down };
  return { source, target: { x: left, y: top, width, height } };
}

export const middleOf = ({ width, height }: Size): Point => ({ x: width / 2, y: height / 2 });

function held({ scale, x, y }: View, { stage, picture }: Frame): View {
  return {
    scale,
    x: heldSide(x, stage.width, picture.width * scale),
    y: heldSide(y, stage.height, picture.height * scale),
  };
}

const heldSide = (at: number, stage: number, picture: number): number =>
  picture <= stage ? (stage - picture) / 2 : Math.min(0, Math.max(stage - picture, at));

const between = ([a, b]: readonly [Point, Point]): Point => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });

const distance = ([a, b]: readonly [Point, Point]): number => Math.hypot(a.x - b.x, a.y - b.y);
