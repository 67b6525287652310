import { type BenchComparison, benchQuantities, type CaseComparison } from "@pixelmill/core";
import { escapeHtml } from "../../../report/html/escape.ts";
import { type Figure, figure } from "../../../report/html/figure.ts";
import { titledTable } from "../../../report/html/htmlTable.ts";
import { page } from "../../../report/html/page.ts";
import { type ComparedFiles, comparisonNotes, comparisonTables } from "../comparisonTables.ts";
import { variantLabel } from "../tables.ts";
import { type RatioBar, ratioFigure } from "./ratioFigure.ts";

/** Two reports against each other, as one page. */
export function comparisonPage(comparison: BenchComparison, { before, after }: ComparedFiles): string {
  const tables = comparisonTables(comparison).map(titledTable);
  const notes = comparisonNotes(comparison).map((note) => `<p>${escapeHtml(note)}</p>`);
  const parts = comparison.cases.flatMap((each, index) => [tables[index] ?? "", figure(changesFigure(each))]);
  const files = `<p>Before: ${escapeHtml(before)}<br>After: ${escapeHtml(after)}</p>`;
  return page("Pixelmill benchmark: two runs compared", [files, ...parts, ...notes].join("\n"));
}

/** After ÷ before of every number: what did not change ends at 1. */
function changesFigure({ name, changes }: CaseComparison): Figure {
  const bars = changes.flatMap(({ variant, quantity, factor, verdict }): RatioBar[] => {
    if (factor === null) return [];
    const colour = { better: "first", worse: "bad", unclear: "second" } as const;
    return [{ label: `${variantLabel(variant)}: ${benchQuantities[quantity].label}`, ratio: factor, colour: colour[verdict] }];
  });
  return ratioFigure({
    title: `After ÷ before: ${name}`,
    description: `After divided by before of ${bars.length} numbers`,
    head: "after ÷ before",
    bars,
  });
}
