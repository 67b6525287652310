import { type Resize, resizeSchema } from "./resize.ts";

/** How a size wish is written as text, for messages and help. */
export const resizeForm =
  "width=, height=, longest= or shortest= and a number of pixels from 1 to 65500, such as width=1920; percent=50; or box=800x600, with fit=inside, cover or contain and, for cover, position=centre, attention or entropy behind a comma";

/** What may follow a box behind a comma, where a list has its next part. */
const detail = /^(?:fit|position)=/;

/**
 * Reads a size wish written as `width=1920`, `percent=50` or `box=800x600,fit=cover,position=attention`, as the command line and the
 * one-shot request take it; null where it is none.
 */
export function parseResize(text: string, enlarge = false): Resize | null {
  const fields = text
    .trim()
    .split(",")
    .map((field) => field.split("="));
  const [[mode = "", size = ""] = [], ...details] = fields;
  // `Object.fromEntries` would let the second of two win.
  const isPlain = fields.every((field) => field.length === 2) && new Set(fields.map(([name]) => name)).size === fields.length;
  const parsed = resizeSchema.safeParse({ ...Object.fromEntries(details), mode, ...sizeFields(mode, size), enlarge });
  return isPlain && parsed.success ? parsed.data : null;
}

/** The parts of a list of size wishes: what belongs to a box stays with it. */
export function splitResizes(text: string): string[] {
  const parts: string[] = [];
  for (const part of text.split(",").map((each) => each.trim())) {
    const last = parts.at(-1);
    if (last !== undefined && detail.test(part)) parts[parts.length - 1] = `${last},${part}`;
    else parts.push(part);
  }
  return parts;
}

function sizeFields(mode: string, size: string): object {
  if (mode === "percent") return { percent: wholeNumber(size) };
  if (mode !== "box") return { pixels: wholeNumber(size) };
  const [width = "", height = "", ...more] = size.split("x");
  return more.length > 0 ? {} : { width: wholeNumber(width), height: wholeNumber(height) };
}

/** NaN for anything but digits: `Number` would take "1e3" and "". */
const wholeNumber = (text: string): number => (/^\d{1,5}$/.test(text) ? Number(text) : Number.NaN);
