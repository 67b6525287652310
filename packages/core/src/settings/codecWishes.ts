import { failure } from "../errors/failure.ts";
import type { Failure } from "../result.ts";
import { targetOf } from "./quality.ts";
import type { OutputSettings, Settings } from "./settings.ts";

/** Which native implementation runs; `missing` says why the addon with its codecs does not. */
export type NativeCodecs = { readonly kind: "addon" } | { readonly kind: "portable"; readonly missing: string };

/** What only the addon's codecs can do, as the beginning of a sentence. */
export const codecWishTexts = {
  target: "A quality target",
  losslessJpeg: "A lossless JPEG",
  smallestInSize: "The best of several formats in a given size",
} as const;

/** What of an output only the addon's codecs can do; null where it needs none of them. */
export function codecWish({ format, quality }: Pick<OutputSettings, "format" | "quality">): keyof typeof codecWishTexts | null {
  if (targetOf(quality) !== null) return "target";
  if (format === "auto" && quality !== null) return quality === "lossless" ? "losslessJpeg" : "smallestInSize";
  return quality === "lossless" && (format === "jpeg" || format === "original") ? "losslessJpeg" : null;
}

/** Why settings can't be obeyed with these codecs (`codecsUnavailable`); null where they can. */
export function codecRefusal(settings: Pick<Settings, "outputs">, codecs: NativeCodecs): Failure | null {
  if (codecs.kind === "addon") return null;
  const wish = settings.outputs.map(codecWish).find((each) => each !== null);
  return wish === undefined ? null : failure("codecsUnavailable", { wish: codecWishTexts[wish], reason: codecs.missing });
}
