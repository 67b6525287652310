import { escapeHtml } from "./escape.ts";
import { bar } from "./figure.ts";
import { at, frame } from "./scale.ts";

/** One thing with its bars below each other. */
export interface BarRow {
  readonly label: string;
  readonly bars: readonly {
    readonly value: number;
    /** The value in words. */
    readonly label: string;
    readonly name: "first" | "second" | "bad";
  }[];
}

const labelHeight = 24;
const barHeight = 20;
const rowGap = 14;
/** Right of a bar, for its value. */
const valueWidth = 150;

/** Bars that lie, from zero, under labels of any length; the drawing and its height. */
export function barChart(rows: readonly BarRow[]): { readonly drawing: string; readonly height: number } {
  const most = Math.max(...rows.flatMap(({ bars }) => bars.map(({ value }) => value)), 1e-6);
  const width = frame.width - valueWidth;
  let top = 0;
  const drawn = rows.map(({ label, bars }) => {
    const heading = `<text class="label" x="0" y="${at(top + labelHeight - 8)}">${escapeHtml(label)}</text>`;
    const lying = bars.map(({ value, label: words, name }, index) => {
      const y = top + labelHeight + index * barHeight;
      const length = (width * value) / most;
      const text = `<text x="${at(length + 8)}" y="${at(y + barHeight / 2)}" dy="4">${escapeHtml(words)}</text>`;
      return bar(0, y, length, barHeight - 3, name, `${label}: ${words}`) + text;
    });
    top += labelHeight + bars.length * barHeight + rowGap;
    return `${heading}${lying.join("")}`;
  });
  return { drawing: drawn.join("\n"), height: top };
}
