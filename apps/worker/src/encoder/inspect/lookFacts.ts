import type { ImageFormat, ImageInfo } from "@pixelmill/core";
import type { Metadata } from "sharp";
import { avifColour } from "../colour/avifColour.ts";
import { type ColourDescription, isSrgb } from "../colour/description.ts";
import { jpegHasGainMap } from "../colour/jpegGainMap.ts";
import { pngColour } from "../colour/pngColour.ts";
import type { FileView } from "../metadata/fileView.ts";

/** Facts of an image's look that decoders pass over. */
type LookFacts = Pick<ImageInfo, "describedColour" | "hdr">;

/** Reads how a file describes its colours besides a profile, and whether it is HDR, from its header. */
export async function lookFacts(view: FileView, format: ImageFormat, header: Metadata): Promise<LookFacts> {
  switch (format) {
    case "jpeg":
      return header.gainMap !== undefined || (await jpegHasGainMap(view)) ? { hdr: "gainMap" } : {};
    case "png":
      return described((await pngColour(view)).description);
    case "avif":
      return factsOfAvif(view);
    default:
      return {};
  }
}

async function factsOfAvif(view: FileView): Promise<LookFacts> {
  const { description, hasGainMap } = await avifColour(view);
  return { ...(hasGainMap ? { hdr: "gainMap" } : {}), ...described(description) };
}

function described(description: ColourDescription | null): LookFacts {
  if (description === null || isSrgb(description)) return {};
  const { kind } = description.transfer;
  return { describedColour: true, ...(kind === "pq" || kind === "hlg" ? { hdr: kind } : {}) };
}
