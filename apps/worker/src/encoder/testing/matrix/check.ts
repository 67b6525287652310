import { type DeliveredResult, type Encoding, type ImageFormat, isDrawing } from "@pixelmill/core";
import { native } from "@pixelmill/native";
import sharp, { type Metadata } from "sharp";
import { expect } from "vitest";
import type { Encoded, TestDesk } from "../desk.ts";
import { colourAt } from "../images.ts";
import { type MatrixCase, outputOf } from "./axes.ts";
import { exifFacts } from "./exif.ts";
import { type Colour, colourOf, onWhite, type Seen, seen, stored } from "./samples.ts";
import { copyright, serialNumber } from "./traits.ts";

/** A case that was run: what went in, what came out. */
interface Ran {
  readonly of: MatrixCase;
  readonly source: Buffer;
  /** What it shows, in a file that sharp reads. */
  readonly reference: Buffer;
  readonly result: DeliveredResult;
  readonly delivered: Buffer;
  readonly header: Metadata;
  /** Whether the source has one. */
  readonly hasProfile: boolean;
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
  if (isRefused(of)) {
    expect(encoded.result).toMatchObject({ status: "failed", error: { code: "unsupportedVariant" } });
    return;
  }
  const ran = await ranCase(of, source, encoded);
  checkResult(ran);
  checkHeader(ran);
  checkMetadata(ran);
  checkEncoding(ran);
  await checkScore(ran);
  await checkColours(ran);
  await checkLossless(ran);
}

/** An animation that is not written again can't come out in another size as what it is, and a still picture would not be what it is. */
function isRefused(of: MatrixCase): boolean {
  const { kind, target, sizing } = of;
  const isOwn = target === "original" || target === kind.format || (target === "auto" && !hasChoice(of));
  return kind.keptOnly && isOwn && changesSize(sizing);
}

/** Of what auto may choose from WebP alone holds frames, and no whole chroma where it loses something. The pages of a TIFF are none. */
const hasChoice = ({ kind, quality, chroma }: MatrixCase): boolean =>
  kind.frames === 1 ||
  kind.format === "tiff" ||
  (kind.readFrames === kind.frames && (chroma !== "4:4:4" || quality === "lossless"));

const changesSize = ({ width, height }: MatrixCase["sizing"]): boolean => width !== 64 || height !== 48;

const small = { mode: "width", pixels: 20 } as const;

async function ranCase(of: MatrixCase, source: Buffer, { result, output }: Encoded): Promise<Ran> {
  if (result.status === "failed") throw new Error(`${result.error.code}: ${result.error.message}`);
  const delivered = result.status === "optimized" ? output : source;
  const header = await sharp(delivered, { pages: -1 }).metadata();
  const reference = await of.kind.reference(of);
  const { hasProfile } = await sharp(source)
    .metadata()
    .catch(() => sharp(reference).metadata());
  const { format } = result.output;
  if (isDrawing(format)) throw new Error("A picture came out as a drawing.");
  return { of, source, reference, result, delivered, header, hasProfile: hasProfile || of.profile !== "none", format };
}

const isKept = ({ result }: Ran): boolean => result.status === "keptOriginal";

/**
 * Whether the picture is the source's, as it is stored there: a kept original, or one of which only metadata was removed. Compressed bytes
 * from its middle and behind it tell.
 */
function isUntouched(ran: Ran): boolean {
  const { of, source, delivered, format } = ran;
  const isSamePart = (share: number): boolean => {
    const at = Math.floor(delivered.length * share);
    return source.includes(delivered.subarray(at - 16, at + 16));
  };
  const mayBe = format === of.kind.format && of.sizing.scale === 1;
  return isKept(ran) || (mayBe && isSamePart(0.5) && isSamePart(0.75));
}

/** Animations stay animations where both sides know them, pages only in a TIFF; what is not written again keeps what it has. */
function framesOf({ of: { kind }, format }: Ran): number {
  if (kind.format === "tiff" || format === "tiff" || (kind.keptOnly && kind.format === format))
    return kind.format === format ? kind.frames : 1;
  return holds[format].frames ? kind.readFrames : 1;
}

const isFlattened = ({ of: { kind }, format }: Ran): boolean => kind.alpha !== null && !holds[format].alpha;

function checkResult(ran: Ran): void {
  const { of, source, result, delivered, format } = ran;
  const { width, height } = of.sizing;
  const frames = framesOf(ran);
  if (of.target === "auto" && !hasChoice(of)) expect(format).toBe(of.kind.original);
  else if (of.target === "auto") expect(isUntouched(ran) ? [of.kind.format] : ["jpeg", "png", "webp", "avif"]).toContain(format);
  else expect(format).toBe(of.target === "original" ? of.kind.original : of.target);
  expect(result.output).toEqual({ format, width, height, frames, bytes: delivered.length });
  expect(result.warnings.includes("formatChanged")).toBe(of.target === "original" && of.kind.original !== of.kind.format);
  expect(result.warnings.includes("firstFrameOnly")).toBe(frames < of.kind.frames);
  expect(result.warnings.includes("alphaFlattened")).toBe(isFlattened(ran) && of.kind.alpha !== 255);
  expect(result.warnings.includes("larger")).toBe(delivered.length > source.length);
  const mayKeep =
    of.kind.format in holds &&
    (format === of.kind.format || of.target === "auto") &&
    !changesSize(of.sizing) &&
    frames === of.kind.frames;
  if (isKept(ran)) expect(mayKeep).toBe(true);
  else if (mayKeep) expect(delivered.length).toBeLessThanOrEqual(source.length * 0.98);
}

function checkHeader(ran: Ran): void {
  const { of, header, format } = ran;
  expect(header.format).toBe(format === "avif" ? "heif" : format);
  expect(ran.result.warnings.includes("depthReduced")).toBe(!isUntouched(ran) && of.kind.depth === 16 && !staysDeep(ran));
  if (isUntouched(ran)) return;
  expect([header.width, header.pageHeight ?? header.height]).toEqual([of.sizing.width, of.sizing.height]);
  expect(header.pages ?? 1).toBe(framesOf(ran));
  expect(header.orientation ?? 1).toBe(1);
  if (format !== "gif") expect(header.depth).toBe(staysDeep(ran) ? "ushort" : "uchar");
  if (!holds[format].alpha) expect(header.hasAlpha).toBe(false);
  if (of.kind.frames === 3 && framesOf(ran) === 3) expect([header.delay, header.loop]).toEqual([[100, 200, 300], of.kind.loop]);
}

/** 16 bits stay where the format holds them, but for a palette. */
const staysDeep = (ran: Ran): boolean =>
  ran.of.kind.depth === 16 && holds[ran.format].deep && (encodingOf(ran)?.colours ?? null) === null;

/** Which tags are left of a described source, as the policy says; a picture that was not touched keeps the one that turns it. */
function checkMetadata(ran: Ran): void {
  const { of, header, delivered } = ran;
  const described = of.described && !(isKept(ran) && of.metadata !== "keepAll");
  const [credits, all] = [described && of.metadata !== "strip", described && of.metadata === "keepAll"];
  const { orientation, ...facts } = exifFacts(header.exif);
  if (!isUntouched(ran)) expect([header.orientation ?? 1, orientation ?? 1]).toEqual([1, 1]);
  expect(facts).toEqual({ copyright: credits, gps: all, serialNumber: all, make: all });
  expect(delivered.includes(copyright)).toBe(credits);
  expect(delivered.includes(serialNumber)).toBe(all);
  if (!all) expect(header.xmp === undefined || credits).toBe(true);
  checkProfile(ran);
}

/** Colours of its own are explained by a profile; sRGB needs none, which turned frames and palettes of 16 bits are brought to. */
function checkProfile(ran: Ran): void {
  const { of, header, format } = ran;
  if (isUntouched(ran) || !of.kind.coloured) return;
  const isTurnedFrames = of.orientation !== 1 && framesOf(ran) > 1;
  const isCutPalette = of.kind.depth === 16 && of.colours !== null;
  expect(header.hasProfile).toBe(of.colour === "keep" && ran.hasProfile && format !== "gif" && !isTurnedFrames && !isCutPalette);
}

async function checkColours(ran: Ran): Promise<void> {
  const { of, delivered } = ran;
  const picture = await seen(delivered);
  const reference = of.kind.coloured ? null : await seen(ran.reference);
  const lossy = !isUntouched(ran) && !claimsLossless(ran);
  const tolerance = of.kind.loss + 2 + (lossy ? lossyTolerance : 0) + (isConverted(of) ? 4 : 0) + (of.sizing.sharpen ? 8 : 0);
  const { scale, shift, width, height } = of.sizing;
  // A palette mixes what it lacks of dots, each far off: what is seen is their mean.
  const radius = (encodingOf(ran)?.colours ?? null) === null ? 0 : Math.floor((square * scale) / 8);
  // A gradient has no squares: only at its own size do points stand for themselves.
  if (reference !== null && scale !== 1 && of.kind.depth === 16) return;
  for (const [column, row] of squares) {
    const [x, y] = [(column + 0.5) * square, (row + 0.5) * square];
    const expected = expectedColour(ran, [column, row], reference === null ? null : colourOf(reference, x, y, radius));
    const place = [x * scale + shift[0], y * scale + shift[1]] as const;
    const isCutOff = place[0] < 2 || place[0] > width - 2 || place[1] < 2 || place[1] > height - 2;
    if (!isCutOff) expectClose(colourOf(picture, ...place, radius), expected, tolerance, `at ${place.join(", ")}`);
  }
  if (shift[1] > 0) expectBorder(ran, picture);
  await checkFrames(ran);
}

/** Its colours come from a profile. Sharp gives a turned picture one, sRGB, which is the same colours in 8 bits and nearly so in 16. */
const isConverted = ({ kind, profile, orientation }: MatrixCase): boolean =>
  profile !== "none" || (kind.depth === 16 && orientation !== 1);

/** A border is transparent where the format can be, else white. */
function expectBorder({ of, format }: Ran, picture: Seen): void {
  const [red, green, blue, alpha] = colourOf(picture, picture.width / 2, 1);
  if (holds[format].alpha) expect(alpha).toBeLessThanOrEqual(8);
  // A search may come to so low a quality that the picture's edge rings up to the border's end.
  else expect(Math.min(red, green, blue)).toBeGreaterThanOrEqual(isSearchedQuality(of) ? 200 : 240);
}

function expectedColour(ran: Ran, [column, row]: readonly [number, number], reference: Colour | null): Colour {
  const [red, green, blue] = colourAt(column, row);
  const alpha = column < 2 ? (ran.of.kind.alpha ?? 255) : 255;
  const colour = reference ?? ([red, green, blue, alpha] as const);
  return isFlattened(ran) ? onWhite(colour) : colour;
}

function expectClose(found: Colour, expected: Colour, tolerance: number, place: string): void {
  // What shines through counts as much as it is seen.
  const [, , , alpha] = expected;
  const weight = (channel: number): number => (channel === 3 ? 1 : alpha / 255);
  const differences = found.map((value, channel) => weight(channel) * Math.abs(value - (expected[channel] ?? Number.NaN)));
  expect(Math.max(...differences), `${place}: ${found} for ${expected}`).toBeLessThanOrEqual(tolerance);
}

/** The second frame is red, the third blue. */
async function checkFrames(ran: Ran): Promise<void> {
  const { width, height } = ran.of.sizing;
  const plain: readonly Colour[] = [
    [255, 0, 0, 255],
    [0, 0, 255, 255],
  ];
  // Of an animation that was kept sharp may see the first frame alone.
  const frames = isUntouched(ran) ? (ran.header.pages ?? 1) : framesOf(ran);
  for (let frame = 1; frame < frames; frame += 1) {
    const expected = plain[frame - 1];
    const found = colourOf(await seen(ran.delivered, frame), width / 2, height / 2);
    if (expected !== undefined) expectClose(found, expected, 12, `the middle of frame ${frame + 1}`);
  }
}

const encodingOf = ({ result }: Ran): Encoding | null => (result.status === "optimized" ? (result.encoding ?? null) : null);

/** Whether nothing was lost by its encode, as its format or its facts claim. */
const claimsLossless = (ran: Ran): boolean =>
  encodingOf(ran)?.lossless ?? (isUntouched(ran) || (!holds[ran.format].lossy && ran.of.colours === null));

const encoders: Readonly<Record<ImageFormat, readonly Encoding["encoder"][]>> = {
  jpeg: ["mozjpeg", "libjpeg-turbo", "repack"],
  png: ["libpng", "oxipng"],
  webp: ["libwebp"],
  avif: ["libaom"],
  gif: ["cgif"],
  tiff: ["libtiff"],
};

/** What was done is what was asked for, as far as the settings say it. */
function checkEncoding(ran: Ran): void {
  const { of, result, header, format, delivered } = ran;
  if (isUntouched(ran)) return;
  const encoding = encodingOf(ran);
  if (encoding === null) throw new Error("It does not say how it was encoded.");
  expect(encoders[format]).toContain(encoding.encoder);
  expect(encoding.effort).toBe(of.effort);
  // A resize gives a GIF new colours.
  const exact = !holds[format].lossy && of.colours === null && (format !== "gif" || of.sizing.scale === 1);
  if (exact) expect(encoding.lossless || isSearchedQuality(of)).toBe(true);
  if (of.quality === "lossless") expect(result.warnings.includes("notLossless")).toBe(!encoding.lossless);
  if (typeof of.quality === "number" && holds[format].lossy) expect(encoding.quality).toBe(of.quality);
  if (of.colours !== null && format === "png") expect(header.isPalette).toBe(true);
  if (of.chroma !== "auto" && format === "jpeg" && header.channels === 3) expect(header.chromaSubsampling).toBe(of.chroma);
  if (typeof of.quality === "object" && of.quality !== null && "maxBytes" in of.quality)
    expect(delivered.length).toBeLessThanOrEqual(of.quality.maxBytes);
}

const isSearchedQuality = ({ quality }: MatrixCase): boolean => typeof quality === "object" && quality !== null;

/** A score that was asked for is reached, by a look of our own at what was delivered. */
async function checkScore(ran: Ran): Promise<void> {
  const { of, result, reference, delivered, format } = ran;
  const { quality, kind } = of;
  if (native.codecs === null || typeof quality !== "object" || quality === null || !("target" in quality)) return;
  if (!holds[format].lossy && format !== "png") return;
  if (!isUntouched(ran)) expect((encodingOf(ran)?.score ?? 0) >= quality.target).toBe(!result.warnings.includes("belowTarget"));
  const alike = of.sizing.scale === 1 && kind.alpha === null && kind.depth === 8 && !isConverted(of) && kind.exact;
  if (!alike || result.warnings.includes("belowTarget")) return;
  const [one, other] = [opaque(await seen(reference)), opaque(await seen(delivered))];
  const judge = await native.codecs.openReference(one);
  expect(await judge.score(other)).toBeGreaterThan(quality.target - 0.5);
}

/** Its colours alone. */
const opaque = ({ data, width, height }: Seen) => ({ data: data.filter((_, index) => index % 4 !== 3), width, height });

/** What a lossless format holds, in its own size and without another profile, is what went in, sample by sample. */
async function checkLossless(ran: Ran): Promise<void> {
  const { of, format, delivered, reference } = ran;
  const changes = of.sizing.scale !== 1 || isConverted(of) || framesOf(ran) !== of.kind.frames || !of.kind.exact;
  const isCut = of.kind.depth === 16 && !holds[format].deep;
  if (isUntouched(ran) || !claimsLossless(ran) || changes || isCut) return;
  const { depth } = of.kind;
  const [out, original] = [await stored(delivered, depth), await stored(reference, depth)];
  expect(out.length).toBe(original.length);
  expect(
    out.reduce((count, value, index) => count + (value === original[index] ? 0 : 1), 0),
    "samples that differ",
  ).toBe(0);
}
