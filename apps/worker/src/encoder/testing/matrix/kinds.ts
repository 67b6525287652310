import type { ImageFormat, SourceFormat } from "@pixelmill/core";
import { native } from "@pixelmill/native";
import type { Sharp } from "sharp";
import { bmp, ico, iconBitmap } from "../bitmaps.ts";
import { fixture } from "../fixtures.ts";
import { animation, deep, gridRgba, pages, size } from "../images.ts";
import { storedGrid } from "./picture.ts";

/** What varies within a kind of source, where the kind has it. */
export interface Traits {
  /** EXIF orientation, 1–8. */
  readonly orientation: number;
  /** Profile that it carries; its colours are stored accordingly. */
  readonly profile: "none" | "p3";
  /** Whether it carries EXIF with a place, a camera's number and a copyright, and XMP. */
  readonly described: boolean;
}

/** One kind of source image: always the grid of coloured squares. */
export interface Kind {
  readonly name: string;
  readonly format: SourceFormat;
  /** The format in which it comes out where none is asked for. */
  readonly original: ImageFormat;
  /** Opacity of its left half, 0–255; null where it has no alpha channel. */
  readonly alpha: number | null;
  readonly frames: number;
  /** Bits a channel. */
  readonly depth: 8 | 16;
  /** Largest difference of a colour that its own loss explains, 0–255. */
  readonly loss: number;
  /** Whether its colours are those of the grid; else what plain sharp makes of it counts. */
  readonly coloured: boolean;
  /** Which traits it can have. */
  readonly varies: Readonly<Record<keyof Traits, boolean>>;
  make(traits: Traits): Promise<Buffer>;
}

export const copyright = "Someone, 2026";
export const serialNumber = "SN-1234567";
const xmp = '<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"/><?xpacket end="w"?>';

/** EXIF as a camera writes it, as far as anyone asks what became of it. */
const exif = {
  IFD0: { Copyright: copyright, Artist: "Someone", Make: "Camera" },
  IFD2: { BodySerialNumber: serialNumber },
  IFD3: { GPSLatitudeRef: "N", GPSLatitude: "51/1 30/1 0/1", GPSLongitudeRef: "W", GPSLongitude: "0/1 7/1 0/1" },
};

const still = { alpha: null, frames: 1, depth: 8, loss: 0, coloured: true } as const;
const all = { orientation: true, profile: true, described: true } as const;
const none = { orientation: false, profile: false, described: false } as const;

/** A kind that sharp writes from the grid. */
type Written = Omit<Kind, "make" | "original" | "format"> & { readonly format: ImageFormat };
const written = (facts: Written, write: (image: Sharp) => Sharp): Kind => ({
  ...facts,
  original: facts.format,
  make: (traits) => write(withTraits(storedGrid({ alpha: facts.alpha, orientation: traits.orientation }), traits)).toBuffer(),
});

function withTraits(image: Sharp, { orientation, profile, described }: Traits): Sharp {
  if (orientation !== 1) image.withMetadata({ orientation });
  if (profile !== "none") image.withIccProfile(profile);
  return described ? image.withExifMerge(exif).withXmp(xmp) : image;
}

/** A kind that another program made, or that is written by hand, of a format that is only read. */
const read = (facts: Omit<Kind, "varies" | "coloured">): Kind => ({ ...facts, coloured: true, varies: none });

/** What the addon decodes: without it there is nothing to encode. */
const ofAddon: readonly Kind[] = [
  read({ ...still, name: "lossless jxl", format: "jxl", original: "png", make: () => fixture("lossless.jxl") }),
  read({ ...still, name: "lossy jxl", format: "jxl", original: "jpeg", loss: 12, make: () => fixture("lossy.jxl") }),
  read({ ...still, name: "jxl with alpha", format: "jxl", original: "png", alpha: 128, make: () => fixture("alpha.jxl") }),
  read({ ...still, name: "bmp", format: "bmp", original: "png", make: async () => bmp(gridRgba(255)) }),
  read({
    ...still,
    name: "ico with alpha",
    format: "ico",
    original: "png",
    alpha: 128,
    make: async () => ico([{ ...size, bits: 32, data: iconBitmap(gridRgba(128)) }]),
  }),
];

/** Every kind of source that is worth encoding to every output. */
export const kinds: readonly Kind[] = [
  written({ ...still, name: "jpeg", format: "jpeg", loss: 12, varies: all }, (image) => image.jpeg({ quality: 95 })),
  written({ ...still, name: "progressive jpeg", format: "jpeg", loss: 12, varies: all }, (image) =>
    image.jpeg({ quality: 95, progressive: true }),
  ),
  written({ ...still, name: "jpeg 4:4:4", format: "jpeg", loss: 8, varies: all }, (image) =>
    image.jpeg({ quality: 95, chromaSubsampling: "4:4:4" }),
  ),
  written(
    { ...still, name: "grey jpeg", format: "jpeg", loss: 12, coloured: false, varies: { ...all, profile: false } },
    (image) => image.toColourspace("b-w").jpeg({ quality: 95 }),
  ),
  written({ ...still, name: "cmyk jpeg", format: "jpeg", loss: 12, coloured: false, varies: none }, (image) =>
    image.toColourspace("cmyk").withIccProfile("cmyk").jpeg({ quality: 100 }),
  ),
  written({ ...still, name: "png", format: "png", varies: all }, (image) => image.png()),
  written({ ...still, name: "png with alpha", format: "png", alpha: 128, varies: all }, (image) => image.png()),
  written({ ...still, name: "png, opaque alpha", format: "png", alpha: 255, varies: all }, (image) => image.png()),
  written({ ...still, name: "palette png", format: "png", varies: none }, (image) => image.png({ palette: true })),
  written({ ...still, name: "interlaced png", format: "png", varies: all }, (image) => image.png({ progressive: true })),
  written({ ...still, name: "grey png", format: "png", coloured: false, varies: none }, (image) =>
    image.toColourspace("b-w").png(),
  ),
  written({ ...still, name: "16-bit png of the grid", format: "png", depth: 16, varies: { ...all, described: false } }, (image) =>
    image.toColourspace("rgb16").png(),
  ),
  {
    ...still,
    name: "16-bit png",
    format: "png",
    original: "png",
    depth: 16,
    coloured: false,
    varies: none,
    make: () => deep(3).png().toBuffer(),
  },
  {
    ...still,
    name: "16-bit grey png",
    format: "png",
    original: "png",
    depth: 16,
    coloured: false,
    varies: none,
    make: () => deep(1).png().toBuffer(),
  },
  written({ ...still, name: "lossy webp", format: "webp", loss: 16, varies: all }, (image) => image.webp({ quality: 95 })),
  written({ ...still, name: "lossless webp with alpha", format: "webp", alpha: 128, varies: all }, (image) =>
    image.webp({ lossless: true }),
  ),
  { ...still, name: "animated webp", format: "webp", original: "webp", frames: 3, varies: none, make: () => animation("webp") },
  written({ ...still, name: "avif", format: "avif", loss: 16, varies: { ...none, profile: true } }, (image) =>
    image.avif({ quality: 90, effort: 0 }),
  ),
  written({ ...still, name: "avif with alpha", format: "avif", alpha: 128, loss: 16, varies: none }, (image) =>
    image.avif({ quality: 90, effort: 0 }),
  ),
  written({ ...still, name: "gif", format: "gif", varies: none }, (image) => image.gif()),
  { ...still, name: "animated gif", format: "gif", original: "gif", frames: 3, varies: none, make: () => animation("gif") },
  written({ ...still, name: "tiff", format: "tiff", varies: { ...all, described: false } }, (image) =>
    image.tiff({ compression: "none" }),
  ),
  written({ ...still, name: "16-bit tiff", format: "tiff", depth: 16, varies: none }, (image) =>
    image.toColourspace("rgb16").tiff({ compression: "none" }),
  ),
  { ...still, name: "tiff of two pages", format: "tiff", original: "tiff", frames: 2, varies: none, make: pages },
  read({ ...still, name: "heic", format: "heic", original: "jpeg", loss: 12, make: () => fixture("grid.heic") }),
  read({
    ...still,
    name: "heic of 10 bits",
    format: "heic",
    original: "jpeg",
    depth: 16,
    loss: 12,
    make: () => fixture("deep.heic"),
  }),
  read({
    ...still,
    name: "heic with alpha",
    format: "heic",
    original: "png",
    alpha: 128,
    loss: 12,
    make: () => fixture("alpha.heic"),
  }),
  ...(native.decoders === null ? [] : ofAddon),
];
