import type { Translate } from "../../lib/i18n/words.ts";
import type { TimeLeft } from "./timeLeft.ts";

const [secondMs, minuteMs, hourMs] = [1000, 60_000, 3_600_000];

/** Below this there is nothing worth counting, in milliseconds. */
const soonMs = 6 * secondMs;

/** A range in round numbers of one unit, that of its end: finer ones would only flicker. */
export function timeLeftText({ fromMs, toMs }: TimeLeft, t: Translate): string {
  if (toMs < soonMs) return t("work.soon");
  if (toMs < 90 * secondMs) return t("work.seconds", rounded(fromMs, toMs, secondMs, 5));
  if (toMs < 90 * minuteMs) return t("work.minutes", rounded(fromMs, toMs, minuteMs, 1));
  return t("work.hours", rounded(fromMs, toMs, hourMs, 0.5));
}

/** Rounded apart, to whole steps of a unit; the first is at least one step. */
function rounded(fromMs: number, toMs: number, unitMs: number, step: number): { readonly from: number; readonly to: number } {
  const stepMs = step * unitMs;
  return { from: Math.max(1, Math.floor(fromMs / stepMs)) * step, to: Math.ceil(toMs / stepMs) * step };
}
