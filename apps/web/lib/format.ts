import { formatBytes } from "@pixelmill/core";
import type { Locale } from "./i18n/locales.ts";

/** Numbers as people of one language write them. */
export interface Formats {
  /** 12,345 */
  readonly count: (count: number) => string;
  /** With so many decimals, all of them shown: 75.0 */
  readonly decimal: (value: number, decimals: number) => string;
  /** A number of percents: 58 % */
  readonly percent: (percent: number, decimals?: number) => string;
  /** Bytes in decimal units: 1.23 MB */
  readonly bytes: (bytes: number) => string;
  /** Milliseconds: 850 ms, 4.2 s, 3 min 05 s, 2 h 14 min. */
  readonly duration: (ms: number) => string;
  /** The same without milliseconds: 0.8 s */
  readonly elapsed: (ms: number) => string;
  /** Where a number lies, in the unit of the larger one: 1.2–1.6 GB, 6–9 mins, 38–52 %. */
  readonly bytesRange: (least: number, most: number) => string;
  readonly durationRange: (leastMs: number, mostMs: number) => string;
  readonly percentRange: (least: number, most: number) => string;
  /**
   * How a size changed, signed, in percent: −58 %, +12 %, 0 %. Null where there is nothing to compare with.
   * A change too small to show is rounded towards zero, and a file that is not empty never shows −100 %.
   */
  readonly change: (before: number, after: number) => string | null;
  /** "a", "a and b", "a, b and c". */
  readonly listed: (texts: readonly string[]) => string;
  /** A moment in Unix milliseconds by day and time, in the browser's time zone. */
  readonly date: (at: number) => string;
}

/** British English has the days before the months, as the other languages do, and no comma before "and". */
const tags: Readonly<Record<Locale, string>> = { en: "en-GB", de: "de", es: "es" };

const made = new Map<Locale, Formats>();

/** The formats of a language, made once. */
export function formatsOf(locale: Locale): Formats {
  const formats = made.get(locale) ?? makeFormats(tags[locale]);
  made.set(locale, formats);
  return formats;
}

function makeFormats(tag: string): Formats {
  const number = (decimals: number) =>
    new Intl.NumberFormat(tag, { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
  const [whole, tenths, few] = [number(0), number(1), new Intl.NumberFormat(tag, { maximumFractionDigits: 2 })];
  const dates = new Intl.DateTimeFormat(tag, { dateStyle: "medium", timeStyle: "short" });
  const lists = new Intl.ListFormat(tag, { type: "conjunction" });
  const decimal = (value: number, decimals: number) => (decimals === 1 ? tenths : number(decimals)).format(value);
  const percent = (value: number, decimals = 0) =>
    `${decimals === 0 ? whole.format(Math.round(value)) : decimal(value, decimals)} %`;
  const duration = (ms: number) => (ms < 1000 ? `${Math.max(0, Math.round(ms))} ms` : longDuration(ms, tenths));
  return {
    count: (count) => whole.format(count),
    decimal,
    percent,
    bytes: (bytes) => localBytes(bytes, few),
    duration,
    elapsed: (ms) => (ms < 1000 ? `${tenths.format(ms / 1000)} s` : duration(ms)),
    bytesRange: (least, most) => {
      const at = byteUnits.findLastIndex((_, power) => most >= 1000 ** power);
      const size = 1000 ** Math.max(0, at);
      return unitRange(tag, byteUnits[Math.max(0, at)] ?? "byte", least / size, most / size);
    },
    durationRange: (leastMs, mostMs) => {
      const [unit, ms] = timeUnits.find(([, unitMs]) => mostMs >= 1.5 * unitMs) ?? timeUnits[2];
      return unitRange(tag, unit, leastMs / ms, Math.max(mostMs / ms, unit === "second" ? 1 : 0));
    },
    percentRange: (least, most) => {
      const [from, to] = [Math.round(least), Math.round(most)];
      return from === to ? percent(to) : `${whole.format(from)}–${percent(to)}`;
    },
    change: (before, after) => {
      const change = wholeChange(before, after);
      if (change === null || change === 0) return change === null ? null : percent(0);
      return `${change < 0 ? "−" : "+"}${percent(Math.abs(change))}`;
    },
    listed: (texts) => lists.format(texts),
    date: (at) => dates.format(at),
  };
}

const byteUnits = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"] as const;

/** Units of time, the largest first, each with its milliseconds. */
const timeUnits = [
  ["hour", 3_600_000],
  ["minute", 60_000],
  ["second", 1000],
] as const;

/** Two numbers of one unit. Whole ones from ten on: it is an estimate. */
function unitRange(tag: string, unit: string, least: number, most: number): string {
  const maximumFractionDigits = most < 10 && unit !== "second" && unit !== "minute" ? 1 : 0;
  return new Intl.NumberFormat(tag, { style: "unit", unit, unitDisplay: "short", maximumFractionDigits }).formatRange(
    least,
    most,
  );
}

/** Core's three digits, written as the language does. */
function localBytes(bytes: number, numbers: Intl.NumberFormat): string {
  const [value, unit] = formatBytes(bytes).split(" ");
  return `${numbers.format(Number(value))} ${unit}`;
}

/** A second and more. */
function longDuration(ms: number, tenths: Intl.NumberFormat): string {
  if (ms < 9950) return `${tenths.format(ms / 1000)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${String(seconds % 60).padStart(2, "0")} s`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, "0")} min`;
}

function wholeChange(before: number, after: number): number | null {
  if (before <= 0) return null;
  const percent = Math.round((after / before - 1) * 100);
  return after > 0 ? Math.max(-99, percent) : percent;
}

/** A share of a whole as a whole percent, 0–100, rounded down so that 100 means done. */
export const wholePercent = (part: number, whole: number): number =>
  whole <= 0 ? 0 : Math.min(100, Math.max(0, Math.floor((part / whole) * 100)));
