import type { Dimensions } from "@pixelmill/core";
import type { RootAttributes } from "./svgRoot.ts";

/** Size of a drawing that says nothing of its own, in pixels: that of replaced elements in CSS 2.1, 10.3.2. */
const withoutSize: Dimensions = { width: 300, height: 150 };

/** Pixels of a unit: CSS Values 3, 5.2; of those that follow the text, its usual size. */
const units: Readonly<Record<string, number>> = {
  "": 1,
  px: 1,
  in: 96,
  cm: 96 / 2.54,
  mm: 96 / 25.4,
  q: 96 / 101.6,
  pt: 96 / 72,
  pc: 16,
  em: 16,
  rem: 16,
  ex: 8,
};

/** Sides beyond this are a mistake of the drawing's, in pixels. */
const mostPixels = 1e6;

/**
 * Size at which a drawing is shown by itself, in whole pixels, at least 1: by its width and height; where one is missing by its view
 * box, whose shape it keeps then.
 */
export function svgSize(attributes: RootAttributes): Dimensions {
  const [width, height] = [lengthOf(attributes.get("width")), lengthOf(attributes.get("height"))];
  const box = viewBox(attributes.get("viewBox"));
  if (width !== null && height !== null) return whole({ width, height });
  if (box === null) return whole({ width: width ?? withoutSize.width, height: height ?? withoutSize.height });
  if (width !== null) return whole({ width, height: (width * box.height) / box.width });
  if (height !== null) return whole({ width: (height * box.width) / box.height, height });
  return whole(box);
}

/** In pixels; null where it is none of its own: a percentage, or no length. */
function lengthOf(text: string | undefined): number | null {
  const [, number, unit = ""] = /^\s*\+?(\d*\.?\d+(?:e[-+]?\d+)?)\s*([a-z]*)\s*$/i.exec(text ?? "") ?? [];
  const factor = units[unit.toLowerCase()];
  const pixels = Number(number) * (factor ?? Number.NaN);
  return pixels > 0 ? pixels : null;
}

function viewBox(text: string | undefined): Dimensions | null {
  const [, , width = Number.NaN, height = Number.NaN] = (text ?? "")
    .trim()
    .split(/[\s,]+/)
    .map(Number);
  return width > 0 && height > 0 ? { width, height } : null;
}

const whole = ({ width, height }: Dimensions): Dimensions => ({ width: wholePixels(width), height: wholePixels(height) });

const wholePixels = (pixels: number): number => Math.max(1, Math.min(mostPixels, Math.round(pixels)));
