import { type Resize, sourceFacts } from "@pixelmill/core";
import type { Words } from "../../lib/i18n/words.ts";
import { overlayOf, type Shown } from "./pairing.ts";
import type { LoadedPicture } from "./usePicture.ts";

/** What has to be known of what is seen: that it is a preview, smaller, or not the same part. */
export function pictureNotes(pictures: readonly LoadedPicture[], resize: Resize | null, words: Words): string[] {
  const [original, result] = pictures;
  const pair = original && result ? [original.shown, result.shown] : null;
  return [
    ...pictures.flatMap((picture) => previewNotes(picture, words)),
    ...(pair !== null && !isAligned(pair, resize) ? [words.t("compare.notAligned")] : []),
    ...(pair?.some(({ frames }) => frames > 1) ? [words.t("compare.animated")] : []),
  ];
}

function previewNotes({ shown, state, isPreview }: LoadedPicture, { t, formats }: Words): string[] {
  if (state.kind !== "ready" || !isPreview) return [];
  const what = shown.side === "source" ? t("compare.original") : t("compare.result");
  const { shownByBrowsers, label } = sourceFacts[shown.format];
  const share = state.image.naturalWidth / shown.width;
  if (share < 1) return [t("compare.scaled", { what, share: formats.percent(share * 100) })];
  return [shownByBrowsers ? t("compare.previewOnly", { what }) : t("compare.previewed", { what, format: label })];
}

export const isAligned = ([original, result]: readonly Shown[], resize: Resize | null): boolean =>
  original !== undefined && result !== undefined && overlayOf(original, result, resize).isAligned;
