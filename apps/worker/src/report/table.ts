/** A table of a report: what the terminal and the page both show. */
export interface Table {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Where its cells are text, not numbers; the first column always is. */
  readonly text?: boolean;
  /** What the reader has to know to understand it. */
  readonly note?: string;
}

/** The table in aligned columns, text to the left and numbers to the right. */
export function tableText({ title, head, rows, note, text = false }: Table): string {
  const widths = head.map((name, column) =>
    Math.max(...[name, ...rows.map((row) => row[column] ?? "")].map(({ length }) => length)),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => (column === 0 || text ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join("  ")
      .trimEnd();
  const lines = [title, line(head), line(widths.map((width) => "─".repeat(width))), ...rows.map(line)];
  return `${[...lines, ...(note === undefined ? [] : [note])].join("\n")}\n`;
}
