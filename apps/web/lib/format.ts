export { formatBytes } from "@pixelmill/core";

/** Milliseconds for people: 850 ms, 4.2 s, 3 min 05 s, 2 h 14 min. */
export function formatDuration(ms: number): string {
  if (ms < 1000) return `${Math.max(0, Math.round(ms))} ms`;
  if (ms < 9950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${String(seconds % 60).padStart(2, "0")} s`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, "0")} min`;
}

/**
 * How a size changed, signed, in percent: −58 %, +12 %, 0 %. Null where there is nothing to compare with.
 * A change too small to show is rounded towards zero, and a file that is not empty never shows −100 %.
 */
export function formatChange(before: number, after: number): string | null {
  if (before <= 0) return null;
  const percent = Math.round((after / before - 1) * 100);
  const shown = after > 0 ? Math.max(-99, percent) : percent;
  if (shown === 0) return "0 %";
  return `${shown < 0 ? "−" : "+"}${Math.abs(shown)} %`;
}

/** A share of a whole as a whole percent, 0–100, rounded down so that 100 means done. */
export const wholePercent = (part: number, whole: number): number =>
  whole <= 0 ? 0 : Math.min(100, Math.max(0, Math.floor((part / whole) * 100)));

const countFormat = new Intl.NumberFormat("en");

/** 12,345 */
export const formatCount = (count: number): string => countFormat.format(count);

/** "1 file", "1,204 files". */
export const plural = (count: number, one: string, many: string): string => `${formatCount(count)} ${count === 1 ? one : many}`;

/** "a", "a and b", "a, b and c". */
export const listed = (texts: readonly string[]): string =>
  texts.length < 2 ? texts.join("") : `${texts.slice(0, -1).join(", ")} and ${texts.at(-1)}`;
