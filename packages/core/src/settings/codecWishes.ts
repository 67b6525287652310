import { failure } from "../errors/failure.ts";
import type { Failure } from "../result.ts";
import { targetOf } from "./quality.ts";
import type { OutputSettings, Settings } from "./settings.ts";

/** Which native implementation runs; `missing` says why the addon with its codecs does not. */
export type NativeCodecs = { readonly kind: "addon" } | { readonly kind: "portable"; readonly missing: string };

/** What of an output only the addon's codecs can do, in words; null where it needs none of them. */
export function codecWish({ format, quality }: Pick<OutputSettings, "format" | "quality">): string | null {
  if (targetOf(quality) !== null) return "A quality target";
  if (format === "auto" && quality !== null)
    return quality === "lossless" ? "A lossless JPEG" : "The best of several formats in a given size";
  return quality === "lossless" && (format === "jpeg" || format === "original") ? "A lossless JPEG" : null;
}

/** Why settings can't be obeyed with these codecs (`codecsUnavailable`); null where they can. */
export function codecRefusal(settings: Pick<Settings, "outputs">, codecs: NativeCodecs): Failure | null {
  if (codecs.kind === "addon") return null;
  const wish = settings.outputs.map(codecWish).find((each) => each !== null);
  return wish === undefined ? null : failure("codecsUnavailable", { wish, reason: codecs.missing });
}
