import type { DeliveredResult, ImageFormat } from "@pixelmill/core";
import sharp, { type Metadata } from "sharp";
import { expect } from "vitest";
import type { Encoded, TestDesk } from "../desk.ts";
import { colourAt } from "../images.ts";
import { type MatrixCase, outputOf } from "./axes.ts";
import { exifFacts } from "./exif.ts";
import { type Colour, colourOf, onWhite, type Seen, seen, stored } from "./samples.ts";

/** A case that was run: what went in, what came out. */
interface Ran {
  readonly of: MatrixCase;
  readonly source: Buffer;
  readonly result: DeliveredResult;
  readonly delivered: Buffer;
  readonly header: Metadata;
  readonly format: ImageFormat;
}

interface Holds {
  readonly alpha: boolean;
  readonly frames: boolean;
  /** 16 bits a channel. */
  readonly deep: boolean;
  readonly lossy: boolean;
}

/** What a written format is known to hold: said here again, since core's own facts are what is tested. */
const holds: Readonly<Record<ImageFormat, Holds>> = {
  jpeg: { alpha: false, frames: false, deep: false, lossy: true },
  png: { alpha: true, frames: false, deep: true, lossy: false },
  webp: { alpha: true, frames: true, deep: false, lossy: true },
  avif: { alpha: true, frames: false, deep: false, lossy: true },
  gif: { alpha: true, frames: true, deep: false, lossy: false },
  tiff: { alpha: true, frames: true, deep: true, lossy: false },
};

/** The grid's squares by column and row, in whose middle colours are looked at. */
const squares = [0, 1, 2].flatMap((row) => [0, 1, 2, 3].map((column) => [column, row] as const));

const square = 16;

/** What a lossy encoder may change of a flat square, 0–255. */
const lossyTolerance = 16;

/** Runs a case and holds everything that can be told of what came out against what was asked for. */
export async function checkCase(desk: TestDesk, of: MatrixCase): Promise<void> {
  const source = await of.kind.make(of);
  const [encoded] = await desk.encodeAll(source, [
    outputOf(of),
    ...(of.beside ? [{ format: "png" as const, resize: small }] : []),
  ]);
  if (encoded === undefined) throw new Error("There is no result.");
  expect(encoded.leftovers).toEqual([]);
  const ran = await ranCase(of, source, encoded);
  checkResult(ran);
  checkHeader(ran);
  checkMetadata(ran);
  await checkColours(ran);
  await checkLossless(ran);
}

const small = { mode: "width", pixels: 20 } as const;

async function ranCase(of: MatrixCase, source: Buffer, { result, output }: Encoded): Promise<Ran> {
  if (result.status === "failed") throw new Error(`${result.error.code}: ${result.error.message}`);
  const delivered = result.status === "optimized" ? output : source;
  const header = await sharp(delivered, { pages: -1 }).metadata();
  return { of, source, result, delivered, header, format: result.output.format };
}

const isKept = ({ result }: Ran): boolean => result.status === "keptOriginal";

/** Animations stay animations where both sides know them, pages only in a TIFF. */
function framesOf({ of: { kind }, format }: Ran): number {
  if (kind.format === "tiff" || format === "tiff") return kind.format === format ? kind.frames : 1;
  return holds[format].frames ? kind.frames : 1;
}

const isFlattened = ({ of: { kind }, format }: Ran): boolean => kind.alpha !== null && !holds[format].alpha;

function checkResult(ran: Ran): void {
  const { of, source, result, delivered, format } = ran;
  const { width, height } = of.sizing;
  const frames = framesOf(ran);
  expect(format).toBe(of.target === "original" ? of.kind.original : of.target);
  expect(result.output).toEqual({ format, width, height, frames, bytes: delivered.length });
  expect(result.warnings.includes("firstFrameOnly")).toBe(frames < of.kind.frames);
  expect(result.warnings.includes("alphaFlattened")).toBe(isFlattened(ran) && of.kind.alpha !== 255);
  expect(result.warnings.includes("larger")).toBe(delivered.length > source.length);
  const changed = width !== 64 || height !== 48;
  const mayKeep = format === of.kind.format && !changed && frames === of.kind.frames;
  if (isKept(ran)) expect(mayKeep).toBe(true);
  else if (mayKeep) expect(delivered.length).toBeLessThanOrEqual(source.length * 0.98);
}

function checkHeader(ran: Ran): void {
  const { of, header, format } = ran;
  expect(header.format).toBe(format === "avif" ? "heif" : format);
  if (isKept(ran)) return;
  expect([header.width, header.pageHeight ?? header.height]).toEqual([of.sizing.width, of.sizing.height]);
  expect(header.pages ?? 1).toBe(framesOf(ran));
  expect(header.orientation ?? 1).toBe(1);
  const deep = of.kind.depth === 16 && holds[format].deep;
  if (format !== "gif") expect(header.depth).toBe(deep ? "ushort" : "uchar");
  if (!holds[format].alpha) expect(header.hasAlpha).toBe(false);
  if (of.kind.frames === 3 && framesOf(ran) === 3) expect([header.delay, header.loop]).toEqual([[100, 200, 300], 3]);
}

function checkMetadata(ran: Ran): void {
  const { of, header } = ran;
  if (isKept(ran)) {
    expect(ran.result.warnings.includes("metadataKept")).toBe(header.exif !== undefined || header.xmp !== undefined);
    return;
  }
  expect(header.hasProfile).toBe(false);
  expect(header.xmp).toBeUndefined();
  expect(exifFacts(header.exif)).toEqual({ orientation: false, copyright: false, gps: false, serialNumber: false, make: false });
  expect(of.described && ran.delivered.includes("Someone")).toBe(false);
}

async function checkColours(ran: Ran): Promise<void> {
  const { of, format, delivered, source } = ran;
  const picture = await seen(delivered);
  const reference = of.kind.coloured ? null : await seen(source);
  const lossy = !isKept(ran) && holds[format].lossy;
  const tolerance = of.kind.loss + 2 + (lossy ? lossyTolerance : 0) + (isConverted(of) ? 4 : 0) + (of.sizing.sharpen ? 8 : 0);
  const { scale, shift, width, height } = of.sizing;
  // A gradient has no squares: only at its own size do points stand for themselves.
  if (reference !== null && scale !== 1 && of.kind.depth === 16) return;
  for (const [column, row] of squares) {
    const [x, y] = [(column + 0.5) * square, (row + 0.5) * square];
    const expected = expectedColour(ran, reference, [column, row], [x, y]);
    const place = [x * scale + shift[0], y * scale + shift[1]] as const;
    const isCutOff = place[0] < 2 || place[0] > width - 2 || place[1] < 2 || place[1] > height - 2;
    if (!isCutOff) expectClose(picture, place, expected, tolerance);
  }
  if (shift[1] > 0) expectBorder(ran, picture);
  await checkFrames(ran);
}

/** Its colours come from a profile. Sharp gives a turned picture one, sRGB, which is the same colours in 8 bits and nearly so in 16. */
const isConverted = ({ kind, profile, orientation }: MatrixCase): boolean =>
  profile !== "none" || (kind.depth === 16 && orientation !== 1);

/** A border is transparent where the format can be, else white. */
function expectBorder({ format }: Ran, picture: Seen): void {
  const [red, green, blue, alpha] = colourOf(picture, picture.width / 2, 1);
  if (holds[format].alpha) expect(alpha).toBeLessThanOrEqual(8);
  else expect(Math.min(red, green, blue)).toBeGreaterThanOrEqual(240);
}

function expectedColour(
  ran: Ran,
  reference: Seen | null,
  [column, row]: readonly [number, number],
  [x, y]: readonly [number, number],
): Colour {
  const [red, green, blue] = colourAt(column, row);
  const alpha = column < 2 ? (ran.of.kind.alpha ?? 255) : 255;
  const colour = reference === null ? ([red, green, blue, alpha] as const) : colourOf(reference, x, y);
  return isFlattened(ran) ? onWhite(colour) : colour;
}

function expectClose(picture: Seen, [x, y]: readonly [number, number], expected: Colour, tolerance: number): void {
  const found = colourOf(picture, x, y);
  const differences = found.map((value, channel) => Math.abs(value - (expected[channel] ?? Number.NaN)));
  expect(Math.max(...differences), `at ${x}, ${y}: ${found} for ${expected}`).toBeLessThanOrEqual(tolerance);
}

/** The second frame is red, the third blue. */
async function checkFrames(ran: Ran): Promise<void> {
  const { width, height } = ran.of.sizing;
  const plain: readonly Colour[] = [
    [255, 0, 0, 255],
    [0, 0, 255, 255],
  ];
  for (let frame = 1; frame < framesOf(ran); frame += 1) {
    const expected = plain[frame - 1];
    if (expected !== undefined) expectClose(await seen(ran.delivered, frame), [width / 2, height / 2], expected, 12);
  }
}

/** What a lossless format holds, in its own size and without another profile, is what went in, sample by sample. */
async function checkLossless(ran: Ran): Promise<void> {
  const { of, format, delivered, source } = ran;
  const changes = of.sizing.scale !== 1 || isConverted(of) || framesOf(ran) !== of.kind.frames || !readsAlike(of);
  if (isKept(ran) || holds[format].lossy || changes) return;
  const depth = of.kind.depth === 16 && holds[format].deep ? 16 : 8;
  const [out, original] = [await stored(delivered, depth), await stored(source, depth)];
  expect(out.length).toBe(original.length);
  expect(
    out.reduce((count, value, index) => count + (value === original[index] ? 0 : 1), 0),
    "samples that differ",
  ).toBe(0);
}

/** Sources of which sharp alone has the same pixels: a conversion from CMYK is no loss, but no identity either. */
const readsAlike = ({ kind }: MatrixCase): boolean => kind.name !== "cmyk jpeg";
