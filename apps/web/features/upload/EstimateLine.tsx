"use client";
import type { Id, JobEstimate, Settings } from "@pixelmill/core";
import type { ReactNode } from "react";
import { useWords } from "../../lib/i18n/useWords.ts";
import type { Words } from "../../lib/i18n/words.ts";
import type { DraftSummary } from "./draftSummary.ts";
import { useEstimate } from "./useEstimate.ts";

interface EstimateLineProps {
  readonly jobId: Id | null;
  /** Null while the form holds something that is not valid. */
  readonly settings: Settings | null;
  readonly summary: DraftSummary;
}

/** What the settings would come to, before anything is started: bytes and time as ranges, and what they are taken from. */
export function EstimateLine({ jobId, settings, summary }: EstimateLineProps): ReactNode {
  const words = useWords();
  const { t } = words;
  const { checked, unusable, files } = summary;
  const estimate = useEstimate(jobId, settings, checked - unusable.length);
  if (jobId === null || settings === null || files === unusable.length) return null;
  const text = estimate === null ? null : estimateText(estimate, words);
  const isPart = estimate !== null && estimate.files < files - unusable.length;
  return (
    <div
      data-testid="estimate"
      data-state={text === null ? "estimating" : "known"}
      className="rounded-xl bg-accent-soft px-4 py-3"
    >
      <p role="status" className="font-semibold text-balance tabular-nums">
        {text ?? t("upload.estimating")}
      </p>
      <p className="text-sm text-muted tabular-nums">
        {estimate === null || estimate.wanted === 0
          ? t("upload.estimateWaits")
          : t("upload.estimateBy", { encoded: estimate.encoded, wanted: estimate.wanted })}
        {isPart && ` ${t("upload.estimatePart", { files: estimate.files })}`}
      </p>
    </div>
  );
}

/** Null while it means nothing yet. */
function estimateText({ sourceBytes, outputBytes, ms }: JobEstimate, { t, formats }: Words): string | null {
  if (outputBytes === null || ms === null) return null;
  const time = formats.durationRange(ms.least, ms.most);
  const [least, most] = [sourceBytes - outputBytes.most, sourceBytes - outputBytes.least];
  if (least >= 0) {
    const percent = formats.percentRange((100 * least) / sourceBytes, (100 * most) / sourceBytes);
    return t("upload.estimateSaved", { bytes: formats.bytesRange(least, most), percent, time });
  }
  if (most <= 0) return t("upload.estimateLarger", { bytes: formats.bytesRange(-most, -least), time });
  return t("upload.estimateEither", { smaller: formats.bytes(most), larger: formats.bytes(-least), time });
}
