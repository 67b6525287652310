import { escapeHtml } from "./escape.ts";
import { bar, yAxis } from "./figure.ts";
import { at, frame, plotHeight, plotWidth, ticksTo } from "./scale.ts";

export interface Column {
  readonly label: string;
  readonly value: number;
  /** Colour; `first` unless told. */
  readonly name?: "first" | "second" | "bad";
}

/** Widest column, in units of the view box: few columns would be walls otherwise. */
const widest = 120;

/** Columns side by side, from zero. */
export function columnChart(columns: readonly Column[], label: (value: number) => string): string {
  const ticks = ticksTo(Math.max(0, ...columns.map(({ value }) => value)));
  const most = ticks.at(-1) ?? 1;
  const room = plotWidth / Math.max(1, columns.length);
  const drawn = columns.map(({ label: text, value, name = "first" }, index) => {
    const height = (plotHeight * value) / most;
    const width = Math.min(widest, room * 0.7);
    const x = frame.left + index * room + (room - width) / 2;
    const under = `<text x="${at(x + width / 2)}" y="${frame.height - frame.bottom + 20}" text-anchor="middle">${escapeHtml(text)}</text>`;
    return bar(x, frame.top + plotHeight - height, width, height, name, `${text}: ${label(value)}`) + under;
  });
  return `${yAxis(ticks, label)}\n${drawn.join("\n")}`;
}
