import { type BenchComparison, benchQuantities, type CaseComparison } from "@pixelmill/core";
import { escapeHtml } from "../../../report/html/escape.ts";
import { bar, figure } from "../../../report/html/figure.ts";
import { titledTable } from "../../../report/html/htmlTable.ts";
import { page } from "../../../report/html/page.ts";
import { at, frame, plotWidth, ticksTo } from "../../../report/html/scale.ts";
import { type ComparedFiles, comparisonNotes, comparisonTables } from "../comparisonTables.ts";
import { variantLabel } from "../tables.ts";

/** Two reports against each other, as one page. */
export function comparisonPage(comparison: BenchComparison, { before, after }: ComparedFiles): string {
  const tables = comparisonTables(comparison).map(titledTable);
  const notes = comparisonNotes(comparison).map((note) => `<p>${escapeHtml(note)}</p>`);
  const parts = comparison.cases.flatMap((each, index) => [tables[index] ?? "", figure(changesFigure(each))]);
  const files = `<p>Before: ${escapeHtml(before)}<br>After: ${escapeHtml(after)}</p>`;
  return page("Pixelmill benchmark: two runs compared", [files, ...parts, ...notes].join("\n"));
}

const rowHeight = 22;
const labelWidth = 280;

/** After ÷ before of every number, as bars from zero: what did not change ends at 1. */
function changesFigure({ name, changes }: CaseComparison) {
  const shown = changes.flatMap((change) => (change.factor === null ? [] : [{ ...change, factor: change.factor }]));
  const ticks = ticksTo(Math.max(1, ...shown.map(({ factor }) => factor)));
  const most = ticks.at(-1) ?? 1;
  const width = plotWidth - labelWidth;
  const labelOf = (change: (typeof shown)[number]) =>
    `${variantLabel(change.variant)}: ${benchQuantities[change.quantity].label}`;
  const bars = shown.map((change, index) => {
    const y = frame.top + index * rowHeight;
    const colour = { better: "first", worse: "bad", unclear: "second" }[change.verdict];
    const text = `<text x="${frame.left + labelWidth - 8}" y="${at(y + 13)}" text-anchor="end">${escapeHtml(labelOf(change))}</text>`;
    return (
      text +
      bar(
        frame.left + labelWidth,
        y,
        (width * change.factor) / most,
        rowHeight - 6,
        colour,
        `${labelOf(change)}: × ${change.factor.toFixed(3)}`,
      )
    );
  });
  const height = frame.top + shown.length * rowHeight + frame.bottom;
  const one = at(frame.left + labelWidth + width / most);
  return {
    title: `After ÷ before: ${name}`,
    description: `After divided by before of ${shown.length} numbers`,
    drawing: `${bars.join("\n")}\n<line class="limit" x1="${one}" x2="${one}" y1="${frame.top}" y2="${at(height - frame.bottom)}"/>\n${axis(ticks, most, width, height)}`,
    height,
    table: { head: ["", "after ÷ before"], rows: shown.map((change) => [labelOf(change), change.factor.toFixed(3)]) },
  };
}

const axis = (ticks: readonly number[], most: number, width: number, height: number): string =>
  ticks
    .map((value) => {
      const x = at(frame.left + labelWidth + (width * value) / most);
      return `<text x="${x}" y="${at(height - frame.bottom + 20)}" text-anchor="middle">${value.toFixed(1)}</text>`;
    })
    .join("\n");
