import { shortDuration } from "../numbers.ts";
import { escapeHtml } from "./escape.ts";
import { xAxis, yAxis } from "./figure.ts";
import { at, frame, plotHeight, plotWidth, ticksTo } from "./scale.ts";

export interface TimeChart {
  readonly points: readonly { readonly atMs: number; readonly value: number }[];
  /** Length of the time axis in milliseconds. */
  readonly lengthMs: number;
  readonly label: (value: number) => string;
  /** Times on the axis; default as in English. */
  readonly time?: (ms: number) => string;
  /** A value that is not to be passed, drawn as a line across. */
  readonly limit?: { readonly value: number; readonly label: string };
}

/** A line over time. The limit is drawn where the values come near it; else the axis would hide them. */
export function timeChart({ points, lengthMs, label, limit, time = shortDuration }: TimeChart): string {
  const highest = Math.max(0, ...points.map(({ value }) => value));
  const shown = limit !== undefined && limit.value > 0 && limit.value < 4 * highest ? limit : undefined;
  const ticks = ticksTo(Math.max(highest, shown?.value ?? 0));
  const most = ticks.at(-1) ?? 1;
  const y = (value: number) => frame.top + plotHeight * (1 - value / most);
  const x = (atMs: number) => frame.left + (plotWidth * Math.min(atMs, lengthMs)) / Math.max(lengthMs, 1e-6);
  const line = points.map(({ atMs, value }) => `${at(x(atMs))},${at(y(value))}`).join(" ");
  const across = shown === undefined ? "" : limitLine(y(shown.value), shown.label);
  const times = xAxis(ticksTo(lengthMs, 8), Math.max(lengthMs, 1e-6), time);
  return `${yAxis(ticks, label)}\n${times}\n<polyline class="line" points="${line}"/>\n${across}`;
}

function limitLine(y: number, label: string): string {
  const right = frame.left + plotWidth;
  return `<line class="limit" x1="${frame.left}" x2="${right}" y1="${at(y)}" y2="${at(y)}"/>
<text x="${right - 4}" y="${at(y - 6)}" text-anchor="end">${escapeHtml(label)}</text>`;
}
