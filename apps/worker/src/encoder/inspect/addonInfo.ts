import {
  type Failure,
  fail,
  failure,
  type ImageInfo,
  ok,
  type ReadOnlyFormat,
  type Result,
  sourceFacts,
  unreadKindTexts,
} from "@pixelmill/core";
import { type DecodeProblem, native, type PictureHeader } from "@pixelmill/native";
import type { InspectionLimits } from "../../protocol/messages.ts";

/** Facts of what the addon decodes. Fails as its decoders do, and with `unsupportedFormat` where there is no addon. */
export async function addonInfo(
  path: string,
  format: Exclude<ReadOnlyFormat, "heic">,
  bytes: number,
  limits: InspectionLimits,
): Promise<Result<ImageInfo>> {
  if (native.decoders === null) return fail(failure("unsupportedFormat", { kind: unreadKindTexts[`${format}WithoutAddon`] }));
  const header = await native.decoders.readHeader(format, native.longPath(path), limits);
  return typeof header === "string" ? fail(decodeFailure(header, format)) : ok(facts(header, format, bytes));
}

/** Pixels are upright already once they are decoded. */
const facts = (header: PictureHeader, format: ReadOnlyFormat, bytes: number): ImageInfo => ({
  format,
  width: header.width,
  height: header.height,
  frames: header.frames,
  hasAlpha: header.hasAlpha,
  orientation: 1,
  progressive: false,
  hasMetadata: header.hasMetadata,
  bitDepth: header.bits,
  fullChroma: false,
  grey: header.grey,
  lossless: header.lossless,
  bytes,
});

/** The failure for what a decoder found. Beyond limits that inspection has checked is only what is not what its header says. */
export function decodeFailure(problem: DecodeProblem, format: keyof typeof sourceFacts): Failure {
  switch (problem) {
    case "unsupported":
      return failure("unsupportedVariant", { format: sourceFacts[format].label });
    case "truncated":
      return failure("truncatedImage");
    case "unreadable":
      return failure("internal");
    default:
      return failure("corruptImage");
  }
}
