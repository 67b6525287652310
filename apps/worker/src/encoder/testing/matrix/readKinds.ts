import { bmp, ico, iconBitmap } from "../bitmaps.ts";
import { fixture } from "../fixtures.ts";
import { deep, grid, gridRgba, size } from "../images.ts";
import { codestreamOf, describedJxl } from "../jxl.ts";
import { all, animated, type Kind, none, still } from "./kind.ts";
import { storedGrid } from "./picture.ts";
import { animatedPngWith, animatedWebp, exifOf, type Traits, xmp } from "./traits.ts";

/** A kind that another program made, or that is written by hand; what it shows is drawn anew. */
const read = (facts: Omit<Kind, "reference">): Kind => ({
  ...facts,
  reference: () => storedGrid({ alpha: facts.alpha, orientation: 1 }).png().toBuffer(),
});

const icon = (data: Buffer, bits: number): Buffer => ico([{ ...size, bits, data }]);

const turned = (name: string, format: "heic" | "jxl", { orientation }: Traits): Promise<Buffer> =>
  fixture(orientation === 1 ? `${name}.${format}` : `turned-${orientation}.${format}`);

const heic = { ...still, format: "heic", original: "jpeg", has: none, loss: 12, exact: false } as const;

/** What comes as a file of formats that nothing here writes, and is read without the addon. */
export const foreignKinds: readonly Kind[] = [
  read({
    ...heic,
    name: "heic",
    has: { ...none, orientation: all.orientation },
    make: (traits) => turned("grid", "heic", traits),
  }),
  read({
    ...heic,
    name: "heic of p3",
    has: { ...none, profile: ["p3"], described: [true] },
    make: () => fixture("described.heic"),
  }),
  read({ ...heic, name: "heic of 10 bits", depth: 16, make: () => fixture("deep.heic") }),
  read({ ...heic, name: "heic with alpha", original: "png", alpha: 128, make: () => fixture("alpha.heic") }),
  read({
    ...{
      ...still,
      name: "animated avif",
      format: "avif",
      original: "avif",
      frames: 3,
      keptOnly: true,
      loss: 16,
      exact: false,
      has: none,
    },
    // Sharp reads none that is kept.
    targets: ["jpeg", "png", "webp"],
    make: () => fixture("animated.avif"),
  }),
];

const lossless = { ...still, format: "jxl", original: "png", has: none } as const;

async function jxl(file: Promise<Buffer>, traits: Traits): Promise<Buffer> {
  const codestream = codestreamOf(await file);
  return traits.described ? describedJxl(codestream, { exif: await exifOf(traits), xmp }) : codestream;
}

/** What the addon decodes: without it there is nothing to encode. */
export const addonKinds: readonly Kind[] = [
  read({
    ...lossless,
    name: "lossless jxl",
    has: { ...all, profile: ["none"] },
    make: (traits) => jxl(turned("lossless", "jxl", traits), traits),
  }),
  read({
    ...lossless,
    name: "jxl of p3",
    has: { ...all, orientation: [1], profile: ["p3"] },
    make: (traits) => jxl(fixture("p3.jxl"), traits),
  }),
  read({ ...lossless, name: "lossy jxl", original: "jpeg", loss: 12, exact: false, make: () => fixture("lossy.jxl") }),
  read({ ...lossless, name: "jxl with alpha", alpha: 128, make: () => fixture("alpha.jxl") }),
  {
    ...{ ...lossless, name: "16-bit jxl", depth: 16, coloured: false },
    make: () => fixture("deep.jxl"),
    reference: () => deep(3).png().toBuffer(),
  },
  {
    ...{ ...animated, name: "animated jxl", format: "jxl", original: "png", loop: 0 },
    has: { ...none, described: all.described },
    make: (traits) => jxl(fixture("animated.jxl"), traits),
    reference: (traits) => animatedWebp({ ...traits, described: false }),
  },
  {
    ...{ ...animated, name: "animated png", format: "png", original: "png", keptOnly: true, has: all },
    make: animatedPngWith,
    reference: (traits) => animatedWebp({ ...traits, orientation: 1 }),
  },
  read({ ...still, name: "bmp", format: "bmp", original: "png", has: none, make: async () => bmp(gridRgba(255)) }),
  read({
    ...{ ...still, name: "ico with alpha", format: "ico", original: "png", alpha: 128, has: none },
    make: async () => icon(iconBitmap(gridRgba(128)), 32),
  }),
  read({
    ...{ ...still, name: "ico of a png", format: "ico", original: "png", has: none },
    make: async () => icon(await grid().png().toBuffer(), 24),
  }),
];
