import type { Chroma, ImageInfo, Warning } from "@pixelmill/core";
import { encodingFacts } from "../formats/encodingFacts.ts";
import { type EncodedImage, losslessPng } from "../formats/packedPng.ts";
import { type WriterOptions, writers } from "../formats/writers.ts";
import type { OutputShape } from "../shape.ts";
import { flattenHeld } from "../steps/alpha.ts";
import { convertColour } from "../steps/colour.ts";
import type { DressedBytes } from "../steps/dressedBytes.ts";
import { bringToShape, type HeldPixels, openHeld } from "../steps/hold.ts";

/** Where held pixels are encoded in one format, as often as it takes. */
export interface Bench {
  readonly shape: OutputShape;
  /** Whether to lose nothing may well take fewest bytes: in a PNG, and in a WebP of flat areas with sharp edges. */
  readonly triesLossless: boolean;
  /** What the steps before the encode had to say. */
  readonly warnings: readonly Warning[];
  /** Bytes of the metadata that its files carry, about. */
  readonly metadataBytes: number;
  /** Encodes into memory, as the shape says but for `change`. */
  encode(change?: Partial<WriterOptions>): Promise<BenchImage>;
  /** What was encoded elsewhere, as one of its own. */
  take(image: EncodedImage): Promise<BenchImage>;
  /** Exactly what every encode is given, as a PNG that is hardly packed. */
  source(): Promise<Uint8Array>;
}

/** An encoded image that may become a file. */
export interface BenchImage extends EncodedImage {
  /** Of the file, with its metadata: what counts against a limit, and between formats. */
  readonly fileBytes: number;
}

/** How a picture looks, as far as its encodes follow from that. */
export interface Look {
  readonly chroma: Chroma;
  /** Graphics or text. */
  readonly drawn: boolean;
}

export function openBench(
  held: HeldPixels,
  info: ImageInfo,
  shape: OutputShape,
  { chroma, drawn }: Look,
  dressed: DressedBytes,
): Bench {
  const image = openHeld(held);
  convertColour(image, held.header, info, shape);
  const warnings = flattenHeld(image, held, info, shape);
  bringToShape(image, held, shape);
  const take = async (made: EncodedImage): Promise<BenchImage> => ({ ...made, fileBytes: await dressed.of(made.bytes) });
  return {
    shape,
    triesLossless: shape.format === "png" || (shape.format === "webp" && drawn),
    warnings,
    metadataBytes: dressed.metadataBytes,
    encode: async (change) => {
      const options = { ...shape, chroma, ...timingOf(held), ...change };
      if (shape.format === "png" && options.colours === null) return take(await losslessPng(image.clone(), options));
      return take({
        bytes: await writers[shape.format](image.clone(), options).toBuffer(),
        facts: encodingFacts(shape.format, options),
      });
    },
    take,
    source: () => image.clone().png({ compressionLevel: 0 }).toBuffer(),
  };
}

/** Held pixels bring no timing along, as a file does. */
function timingOf({ frames, header: { delay, loop } }: HeldPixels): Pick<WriterOptions, "timing"> {
  if (frames === 1) return {};
  return { timing: { ...(delay === undefined ? {} : { delay }), ...(loop === undefined ? {} : { loop }) } };
}
