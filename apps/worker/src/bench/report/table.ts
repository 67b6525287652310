/** A table of a report: what the terminal and the page both show. */
export interface Table {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** What the reader has to know to understand it. */
  readonly note?: string;
}

/** The table in aligned columns, the first one left, the others right. */
export function tableText({ title, head, rows, note }: Table): string {
  const widths = head.map((name, column) =>
    Math.max(...[name, ...rows.map((row) => row[column] ?? "")].map(({ length }) => length)),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join("  ")
      .trimEnd();
  const lines = [title, line(head), line(widths.map((width) => "─".repeat(width))), ...rows.map(line)];
  return `${[...lines, ...(note === undefined ? [] : [note])].join("\n")}\n`;
}
