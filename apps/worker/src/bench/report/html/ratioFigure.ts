import { escapeHtml } from "../../../report/html/escape.ts";
import { bar, type Figure } from "../../../report/html/figure.ts";
import { at, frame, plotWidth, ticksTo } from "../../../report/html/scale.ts";
import { short } from "../../../report/numbers.ts";

export interface RatioBar {
  readonly label: string;
  readonly ratio: number;
  readonly colour: "first" | "second" | "bad";
}

interface RatioFigure {
  readonly title: string;
  readonly description: string;
  /** What a ratio is, as the head of its column. */
  readonly head: string;
  readonly bars: readonly RatioBar[];
}

const rowHeight = 22;
/** Width of a character of a label, and the room that labels get at most. */
const characterWidth = 6.6;
const widestLabel = 560;

/** Ratios as bars from zero, with a line at 1. */
export function ratioFigure({ title, description, head, bars }: RatioFigure): Figure {
  const ticks = ticksTo(Math.max(1, ...bars.map(({ ratio }) => ratio)));
  const most = ticks.at(-1) ?? 1;
  const labelWidth = Math.min(widestLabel, Math.max(0, ...bars.map(({ label }) => label.length)) * characterWidth);
  const left = frame.left + labelWidth;
  const x = (ratio: number): number => left + ((plotWidth - labelWidth) * ratio) / most;
  const height = frame.top + bars.length * rowHeight + frame.bottom;
  const line = `<line class="limit" x1="${at(x(1))}" x2="${at(x(1))}" y1="${frame.top}" y2="${at(height - frame.bottom)}"/>`;
  const axis = ticks.map((value) => textAt(x(value), height - frame.bottom + 20, "middle", short(value)));
  const drawn = bars.map(({ label, ratio, colour }, index) => {
    const y = frame.top + index * rowHeight;
    const name = textAt(left - 8, y + 13, "end", label);
    return name + bar(left, y, x(ratio) - left, rowHeight - 6, colour, `${label}: × ${ratio.toFixed(3)}`);
  });
  return {
    title,
    description,
    drawing: [...drawn, line, ...axis].join("\n"),
    height,
    table: { head: ["", head], rows: bars.map(({ label, ratio }) => [label, ratio.toFixed(3)]) },
  };
}

const textAt = (x: number, y: number, anchor: string, text: string): string =>
  `<text x="${at(x)}" y="${at(y)}" text-anchor="${anchor}">${escapeHtml(text)}</text>`;
