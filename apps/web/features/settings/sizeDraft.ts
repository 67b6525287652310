import {
  type BoxFit,
  boxFits,
  type CropPosition,
  cropPositions,
  type Resize,
  type ResizeInput,
  resizeModes,
  resizeSchema,
} from "@pixelmill/core";

/** A size as the form holds it: an unfinished number is a text, and what another mode needs stays as it was. */
export interface SizeDraft {
  readonly mode: Resize["mode"] | "none";
  readonly pixels: string;
  readonly percent: string;
  readonly width: string;
  readonly height: string;
  readonly fit: BoxFit;
  readonly position: CropPosition;
}

export const initialSize: SizeDraft = {
  mode: "none",
  pixels: "1920",
  percent: "50",
  width: "1200",
  height: "800",
  fit: "inside",
  position: "centre",
};

/** The size wish, its numbers NaN where they are none. */
export function resizeOf({ mode, fit, position, ...numbers }: SizeDraft, enlarge: boolean): ResizeInput | null {
  switch (mode) {
    case "none":
      return null;
    case "percent":
      return { mode, percent: wholeNumber(numbers.percent), enlarge };
    case "box": {
      const [width, height] = [wholeNumber(numbers.width), wholeNumber(numbers.height)];
      return { mode, width, height, fit, position: fit === "cover" ? position : "centre", enlarge };
    }
    default:
      return { mode, pixels: wholeNumber(numbers.pixels), enlarge };
  }
}

/** Whether a size has numbers that can be asked for. */
export const isValidSize = (size: SizeDraft): boolean => resizeSchema.nullable().safeParse(resizeOf(size, false)).success;

/** What is added is most often one more of the same kind, and smaller. */
export const nextSize = (last: SizeDraft): SizeDraft =>
  last.mode === "none"
    ? { ...last, mode: "width" }
    : {
        ...last,
        pixels: halved(last.pixels),
        percent: halved(last.percent),
        width: halved(last.width),
        height: halved(last.height),
      };

/** A size that was kept in the browser, by whichever version of the page. Null where it is none. */
export function restoreSize(value: unknown): SizeDraft | null {
  if (typeof value !== "object" || value === null) return null;
  const { mode, fit, position, ...numbers }: Record<keyof SizeDraft, unknown> = { ...initialSize, ...value };
  const { pixels, percent, width, height } = numbers;
  const isKnown =
    isOneOf(mode, ["none", ...resizeModes]) &&
    isOneOf(fit, boxFits) &&
    isOneOf(position, cropPositions) &&
    [pixels, percent, width, height].every((number) => typeof number === "string");
  return isKnown ? ({ mode, pixels, percent, width, height, fit, position } as SizeDraft) : null;
}

const isOneOf = (value: unknown, known: readonly unknown[]): boolean => known.includes(value);

/** NaN for anything but digits: `Number` would take "1e3" and "". */
const wholeNumber = (text: string): number => (/^\d+$/.test(text.trim()) ? Number(text) : Number.NaN);

const halved = (text: string): string => String(Math.max(1, Math.round(Number(text) / 2) || 1));
