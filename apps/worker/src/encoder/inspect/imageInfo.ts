import type { ImageInfo, SourceFormat } from "@pixelmill/core";
import type { Metadata } from "sharp";
import { isGrey } from "../steps/colour.ts";

/** Bits of a sample by libvips' name for its type. */
const depthBits: Readonly<Record<string, number>> = {
  uchar: 8,
  char: 8,
  ushort: 16,
  short: 16,
  uint: 32,
  int: 32,
  float: 32,
  complex: 64,
  double: 64,
  dpcomplex: 64,
};

/** Core's facts from sharp's. */
export function imageInfo(format: SourceFormat, header: Metadata, bytes: number): ImageInfo {
  const orientation = header.orientation ?? 1;
  return {
    format,
    width: header.autoOrient.width,
    height: header.autoOrient.height,
    frames: header.pages ?? 1,
    hasAlpha: header.hasAlpha,
    orientation: orientation >= 1 && orientation <= 8 ? orientation : 1,
    progressive: header.isProgressive,
    hasMetadata: Boolean(header.exif ?? header.xmp ?? header.iptc ?? header.tifftagPhotoshop),
    bitDepth: bitDepth(header),
    fullChroma: format === "jpeg" && (header.chromaSubsampling?.startsWith("4:4:4") ?? false),
    grey: isGrey(header),
    ...(header.isPalette ? { palette: true } : {}),
    bytes,
  };
}

/** Of a palette image the colours' depth, not that of the numbers that stand for them. */
const bitDepth = ({ isPalette, bitsPerSample, depth }: Metadata): number =>
  isPalette ? 8 : (bitsPerSample ?? depthBits[depth] ?? 8);
