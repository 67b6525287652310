import type { Translate } from "../../lib/i18n/words.ts";

const [minuteMs, hourMs, dayMs] = [60_000, 3_600_000, 86_400_000];

/** How long a job is still there, rounded: in days from two on, in hours from two on. */
export function expiryText(expiresAt: number, now: number, t: Translate): string {
  const left = expiresAt - now;
  if (left >= 2 * dayMs) return t("job.expiresInDays", { days: Math.round(left / dayMs) });
  if (left >= 2 * hourMs) return t("job.expiresInHours", { hours: Math.round(left / hourMs) });
  return left >= 2 * minuteMs ? t("job.expiresInMinutes", { minutes: Math.round(left / minuteMs) }) : t("job.expiresNow");
}
