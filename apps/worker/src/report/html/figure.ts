import type { Table } from "../table.ts";
import { escapeHtml } from "./escape.ts";
import { plainTable } from "./htmlTable.ts";
import { at, frame, plotHeight, plotWidth } from "./scale.ts";
import { tableLinks } from "./tableLinks.ts";

/** A chart and the numbers it was drawn from. */
export interface Figure {
  readonly title: string;
  /** What the chart shows, for those who do not see it. */
  readonly description: string;
  /** SVG elements inside the frame. */
  readonly drawing: string;
  /** Height of the view box; default the frame's. */
  readonly height?: number;
  readonly table: Omit<Table, "title">;
  /** What the table is called; default "Table". */
  readonly tableName?: string;
}

export const figure = ({
  title,
  description,
  drawing,
  height = frame.height,
  table,
  tableName = "Table",
}: Figure): string => `<figure>
<figcaption>${escapeHtml(title)}</figcaption>
<div class="scroll" tabindex="0"><svg viewBox="0 0 ${frame.width} ${at(height)}" role="img" aria-label="${escapeHtml(description)}">
${drawing}
</svg></div>
<details><summary>${escapeHtml(tableName)}</summary>${plainTable(table)}
${tableLinks({ ...table, title })}</details>
</figure>`;

/** Horizontal lines with their values at the left. */
export function yAxis(ticks: readonly number[], label: (value: number) => string): string {
  const most = ticks.at(-1) ?? 1;
  return ticks
    .map((value) => {
      const y = at(frame.top + plotHeight * (1 - value / most));
      const line = `<line class="grid" x1="${frame.left}" x2="${frame.left + plotWidth}" y1="${y}" y2="${y}"/>`;
      return `${line}<text x="${frame.left - 8}" y="${y}" dy="4" text-anchor="end">${escapeHtml(label(value))}</text>`;
    })
    .join("\n");
}

/** Values below the plot. */
export function xAxis(
  ticks: readonly number[],
  most: number,
  label: (value: number) => string,
  height: number = frame.height,
): string {
  return ticks
    .filter((value) => value <= most * 1.0001)
    .map((value) => {
      const x = at(frame.left + (plotWidth * value) / most);
      return `<text x="${x}" y="${at(height - frame.bottom + 20)}" text-anchor="middle">${escapeHtml(label(value))}</text>`;
    })
    .join("\n");
}

/** A rectangle that tells its meaning when pointed at. */
export const bar = (x: number, y: number, width: number, height: number, name: string, meaning: string): string =>
  `<rect class="${name}" x="${at(x)}" y="${at(y)}" width="${at(Math.max(width, 0.5))}" height="${at(Math.max(height, 0))}"><title>${escapeHtml(meaning)}</title></rect>`;
