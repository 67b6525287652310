import {
  geometryOf,
  isDelivered,
  isShownAsItIs,
  type OutputView,
  type Resize,
  type ShownFile,
  type TaskView,
} from "@pixelmill/core";
import type { Area, Size } from "./viewGeometry.ts";

/** How a source lies over its result. */
export interface Overlay {
  /** In the result's pixels. */
  readonly area: Area;
  /** Whether the same things lie at the same places: where a part was chosen by its content, nobody knows which. */
  readonly isAligned: boolean;
}

/** Longest distance between two ways of rounding a side, in pixels. */
const rounding = 1;

/**
 * Where a source lies in its result: scaled as the result was and in its middle, what a crop took off reaching beyond it. A result of
 * another shape than its settings say is shown as a whole beside the whole source.
 */
export function overlayOf(source: Size, result: Size, resize: Resize | null): Overlay {
  const wished = geometryOf(source, resize);
  const isAsWished = isNear(wished.width, result.width) && isNear(wished.height, result.height);
  if (
    isAsWished &&
    wished.crop === null &&
    isNear(wished.scaled.width, result.width) &&
    isNear(wished.scaled.height, result.height)
  )
    return { area: { x: 0, y: 0, ...plain(result) }, isAligned: true };
  if (isAsWished) return { area: inMiddle(wished.scaled, result), isAligned: wished.crop === null || wished.crop === "centre" };
  const scale = Math.min(result.width / source.width, result.height / source.height);
  const scaled = { width: source.width * scale, height: source.height * scale };
  const isWhole = isNear(scaled.width, result.width) && isNear(scaled.height, result.height);
  return isWhole
    ? { area: { x: 0, y: 0, ...plain(result) }, isAligned: true }
    : { area: inMiddle(scaled, result), isAligned: false };
}

const plain = ({ width, height }: Size): Size => ({ width, height });

const isNear = (a: number, b: number): boolean => Math.abs(a - b) <= rounding;

const inMiddle = (inner: Size, outer: Size): Area => ({
  x: (outer.width - inner.width) / 2,
  y: (outer.height - inner.height) / 2,
  width: inner.width,
  height: inner.height,
});

/** Which of the two a picture is: the source, or an output by its place. */
export type Side = "source" | number;

/** A picture that can be looked at. */
export interface Shown extends ShownFile {
  readonly side: Side;
  readonly bytes: number;
  readonly frames: number;
  /** Whether the server makes a preview of it, since browsers don't show it. */
  readonly isPreview: boolean;
}

/** The source of a task; null where nothing is known of it yet, or it is no picture. */
export const shownSource = ({ info, sourceBytes }: TaskView): Shown | null =>
  info === null ? null : { ...sizeOf(info), side: "source", bytes: sourceBytes, isPreview: !isShownAsItIs(info) };

/** One of a task's results; null where it has no file. */
export function shownResult({ result }: OutputView, position: number): Shown | null {
  if (!isDelivered(result)) return null;
  const { output } = result;
  return { ...sizeOf(output), side: position, bytes: output.bytes, isPreview: !isShownAsItIs(output) };
}

const sizeOf = ({ format, width, height, frames }: ShownFile & { readonly frames: number }) => ({
  format,
  width,
  height,
  frames,
});

/** What is looked at first: the first output with a file of its own, else the first with any, else the first. */
export function firstOutput(outputs: readonly OutputView[]): number {
  const made = outputs.findIndex(({ result }) => result.status === "optimized");
  return Math.max(0, made === -1 ? outputs.findIndex(({ result }) => isDelivered(result)) : made);
}

/** Whether there is anything to look at or to be said of a file. */
export const isComparable = (task: TaskView | undefined): boolean =>
  task !== undefined && (task.info !== null || task.outputs.length > 0);

/** The next file in a list of which there is something to see, before or behind another; null where there is none. */
export function neighbour<Id>(ids: readonly Id[], id: Id, step: 1 | -1, isSeen: (id: Id) => boolean): Id | null {
  const from = ids.indexOf(id);
  // One that the filter hides by now: the list begins anew.
  for (let at = from === -1 && step === -1 ? ids.length - 1 : from + step; at >= 0 && at < ids.length; at += step) {
    const found = ids[at];
    if (found !== undefined && isSeen(found)) return found;
  }
  return null;
}
