import type { ImageFormat } from "@pixelmill/core";
import { native } from "@pixelmill/native";
import type { Sharp } from "sharp";
import { animation, deep, pages } from "../images.ts";
import { all, animated, type Kind, none, still } from "./kind.ts";
import { storedGrid } from "./picture.ts";
import { addonKinds, foreignKinds } from "./readKinds.ts";
import { animatedWebp, type Traits, withTraits } from "./traits.ts";

/** A kind that sharp reads as it is. */
const own = (facts: Omit<Kind, "original" | "reference" | "format"> & { readonly format: ImageFormat }): Kind => ({
  ...facts,
  original: facts.format,
  reference: facts.make,
});

type Facts = Omit<Parameters<typeof own>[0], "make">;

/** A kind that sharp writes from the grid. */
const written = (facts: Facts, write: (image: Sharp) => Sharp): Kind =>
  own({
    ...facts,
    make: (traits: Traits) =>
      write(withTraits(storedGrid({ alpha: facts.alpha, orientation: traits.orientation }), traits)).toBuffer(),
  });

const undescribed = { ...all, described: none.described } as const;
const unprofiled = { ...all, profile: none.profile } as const;

/** Every kind of source that is worth encoding to every output. */
export const kinds: readonly Kind[] = [
  written({ ...still, name: "jpeg", format: "jpeg", loss: 12, has: all }, (image) => image.jpeg({ quality: 95 })),
  written({ ...still, name: "progressive jpeg", format: "jpeg", loss: 12, has: all }, (image) =>
    image.jpeg({ quality: 95, progressive: true }),
  ),
  written({ ...still, name: "jpeg 4:4:4", format: "jpeg", loss: 8, has: all }, (image) =>
    image.jpeg({ quality: 95, chromaSubsampling: "4:4:4" }),
  ),
  written({ ...still, name: "grey jpeg", format: "jpeg", loss: 12, coloured: false, has: unprofiled }, (image) =>
    image.toColourspace("b-w").jpeg({ quality: 95 }),
  ),
  // A conversion from CMYK is no loss, but no identity either.
  written({ ...still, name: "cmyk jpeg", format: "jpeg", loss: 12, coloured: false, exact: false, has: none }, (image) =>
    image.toColourspace("cmyk").withIccProfile("cmyk").jpeg({ quality: 100 }),
  ),
  written({ ...still, name: "png", format: "png", has: all }, (image) => image.png()),
  written({ ...still, name: "png with alpha", format: "png", alpha: 128, has: all }, (image) => image.png()),
  written({ ...still, name: "png, opaque alpha", format: "png", alpha: 255, has: all }, (image) => image.png()),
  written({ ...still, name: "palette png", format: "png", has: none }, (image) => image.png({ palette: true })),
  written({ ...still, name: "interlaced png", format: "png", has: all }, (image) => image.png({ progressive: true })),
  written({ ...still, name: "grey png", format: "png", coloured: false, has: none }, (image) => image.toColourspace("b-w").png()),
  written({ ...still, name: "16-bit png of the grid", format: "png", depth: 16, has: undescribed }, (image) =>
    image.toColourspace("rgb16").png(),
  ),
  own({
    ...{ ...still, name: "16-bit png", format: "png", depth: 16, coloured: false, has: none },
    make: () => deep(3).png().toBuffer(),
  }),
  own({
    ...{ ...still, name: "16-bit grey png", format: "png", depth: 16, coloured: false, has: none },
    make: () => deep(1).png().toBuffer(),
  }),
  written({ ...still, name: "lossy webp", format: "webp", loss: 16, has: all }, (image) => image.webp({ quality: 95 })),
  written({ ...still, name: "lossless webp with alpha", format: "webp", alpha: 128, has: all }, (image) =>
    image.webp({ lossless: true }),
  ),
  {
    ...own({ ...animated, name: "animated webp", format: "webp", has: all, make: animatedWebp }),
    reference: (traits) => animatedWebp({ ...traits, orientation: 1 }),
  },
  written({ ...still, name: "avif", format: "avif", loss: 16, has: { ...none, profile: all.profile } }, (image) =>
    image.avif({ quality: 90, effort: 0 }),
  ),
  written({ ...still, name: "avif with alpha", format: "avif", alpha: 128, loss: 16, has: none }, (image) =>
    image.avif({ quality: 90, effort: 0 }),
  ),
  written({ ...still, name: "gif", format: "gif", has: none }, (image) => image.gif()),
  own({ ...animated, name: "animated gif", format: "gif", has: none, make: () => animation("gif") }),
  written({ ...still, name: "tiff", format: "tiff", has: undescribed }, (image) => image.tiff({ compression: "none" })),
  written({ ...still, name: "16-bit tiff", format: "tiff", depth: 16, has: none }, (image) =>
    image.toColourspace("rgb16").tiff({ compression: "none" }),
  ),
  own({ ...still, name: "tiff of two pages", format: "tiff", frames: 2, readFrames: 2, has: none, make: pages }),
  ...foreignKinds,
  ...(native.decoders === null ? [] : addonKinds),
];
