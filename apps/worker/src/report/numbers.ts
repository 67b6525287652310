import { formatBytes } from "@pixelmill/core";

/** Three significant digits, and no more decimals than that takes. */
export function significant(value: number): string {
  if (value === 0) return "0";
  // Rounded first: 9.999 is 10.0, not 10.00.
  const rounded = Number(value.toPrecision(3));
  const decimals = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(rounded))));
  return rounded.toFixed(Math.min(decimals, 4));
}

/** A count or a value on an axis, without what only rounding left behind: `0.3`, `1234`. */
export const short = (value: number): string => String(Number(value.toPrecision(6)));

/** Time on an axis: `500 ms`, `1.5 s`. */
export const shortDuration = (ms: number): string => (ms < 1000 ? `${short(ms)} ms` : `${short(ms / 1000)} s`);

/** Milliseconds for people: `950 ms`, `1.23 s`. */
export const duration = (ms: number | null): string => {
  if (ms === null) return "–";
  return ms < 999.5 ? `${significant(ms)} ms` : `${significant(ms / 1000)} s`;
};

export const bytes = (value: number | null): string => (value === null ? "–" : formatBytes(value));
