import { type Resize, resizeSchema } from "./resize.ts";

/** How a size wish is written as text, for messages and help. */
export const resizeForm =
  "width=, height=, longest= or shortest= and a number of pixels from 1 to 65500, such as width=1920; percent=50; or box=800x600, with fit=inside, cover or contain and, for cover, position=centre, attention or entropy behind a comma";

/** What may follow a box behind a comma, where a list has its next part. */
const isDetail = /^(?:fit|position)=/;

/** One of them, whole. */
const detail = /^(?:fit|position)=[a-z]+$/;

/**
 * Reads a size wish written as `width=1920`, `percent=50` or `box=800x600,fit=cover,position=attention`, as the command line and the
 * one-shot request take it; null where it is none.
 */
export function parseResize(text: string, enlarge = false): Resize | null {
  const [first = "", ...details] = text.trim().split(",");
  const [mode = "", size = "", ...more] = first.split("=");
  // Of a field that stands there twice the second would win.
  const isPlain =
    more.length === 0 && details.every((field) => detail.test(field)) && new Set(details.map(nameIn)).size === details.length;
  const fields = Object.fromEntries(details.map((field) => field.split("=", 2)));
  const parsed = resizeSchema.safeParse({ mode, ...sizeFields(mode, size), ...fields, enlarge });
  return isPlain && parsed.success ? parsed.data : null;
}

/** The parts of a list of size wishes: what belongs to a box stays with it. */
export function splitResizes(text: string): string[] {
  const parts: string[] = [];
  for (const part of text.split(",").map((each) => each.trim())) {
    const last = parts.at(-1);
    if (last !== undefined && isDetail.test(part)) parts[parts.length - 1] = `${last},${part}`;
    else parts.push(part);
  }
  return parts;
}

const nameIn = (field: string): string => field.slice(0, field.indexOf("="));

function sizeFields(mode: string, size: string): object {
  if (mode === "percent") return { percent: wholeNumber(size) };
  if (mode !== "box") return { pixels: wholeNumber(size) };
  const [width = "", height = "", ...others] = size.split("x");
  return others.length > 0 ? {} : { width: wholeNumber(width), height: wholeNumber(height) };
}

/** NaN for anything but digits: `Number` would take "1e3" and "". */
const wholeNumber = (text: string): number => (/^\d{1,5}$/.test(text) ? Number(text) : Number.NaN);
