import { fail, failure, type ImageInfo, ok, type Result } from "@pixelmill/core";
import type { InspectionLimits } from "../../protocol/messages.ts";
import { svgElements } from "../svg/svgElements.ts";
import { svgRoot } from "../svg/svgRoot.ts";
import { svgSize } from "../svg/svgSize.ts";
import { svgText } from "../svg/svgText.ts";

type SvgLimits = Pick<InspectionLimits, "maxSvgBytes" | "maxSvgElements">;

/** Facts of a drawing from its outermost element. Fails as its text and its root do, and with `tooManyElements`. */
export async function svgInfo(
  path: string,
  bytes: number,
  { maxSvgBytes, maxSvgElements }: SvgLimits,
): Promise<Result<ImageInfo>> {
  const drawn = await svgText(path, maxSvgBytes);
  if (!drawn.ok) return drawn;
  const { text, unpackedBytes } = drawn.value;
  const root = svgRoot(text);
  if (!root.ok) return root;
  const elements = svgElements(text);
  if (elements > maxSvgElements) return fail(failure("tooManyElements", { elements, limit: maxSvgElements }));
  return ok({
    ...drawing,
    ...svgSize(root.value),
    hasMetadata: /<(?:[\w.-]+:)?metadata[\s>]/.test(text),
    ...(unpackedBytes === null ? {} : { unpackedBytes }),
    bytes,
  });
}

const drawing = {
  format: "svg",
  frames: 1,
  hasAlpha: true,
  orientation: 1,
  progressive: false,
  bitDepth: 8,
  fullChroma: false,
} as const;
