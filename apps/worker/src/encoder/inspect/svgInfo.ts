import { fail, type ImageInfo, ok, type Result } from "@pixelmill/core";
import { svgRoot } from "../svg/svgRoot.ts";
import { svgSize } from "../svg/svgSize.ts";
import { svgText } from "../svg/svgText.ts";

/** Facts of a drawing from its outermost element. Fails as its text and its root do. */
export async function svgInfo(path: string, bytes: number): Promise<Result<ImageInfo>> {
  const text = await svgText(path);
  if (!text.ok) return text;
  const root = svgRoot(text.value);
  return root.ok
    ? ok({ ...drawing, ...svgSize(root.value), hasMetadata: /<(?:[\w.-]+:)?metadata[\s>]/.test(text.value), bytes })
    : fail(root.error);
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
