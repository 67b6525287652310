import type { Table } from "../table.ts";
import { escapeHtml } from "./escape.ts";

/** A table under its title. */
export const titledTable = (table: Table): string => `<h3>${escapeHtml(table.title)}</h3>\n${plainTable(table)}`;

/** A table without its title, with its note. */
export function plainTable({ head, rows, note, text = false }: Omit<Table, "title">): string {
  // A header without words heads nothing.
  const cellOf = (cell: string, tag: "th" | "td") => (cell === "" ? "<td></td>" : `<${tag}>${escapeHtml(cell)}</${tag}>`);
  const row = (cells: readonly string[], tag: "th" | "td") => `<tr>${cells.map((cell) => cellOf(cell, tag)).join("")}</tr>`;
  const body = rows.map((cells) => row(cells, "td")).join("\n");
  const table = `<div class="scroll" tabindex="0"><table${text ? ' class="text"' : ""}>\n<thead>${row(head, "th")}</thead>\n<tbody>\n${body}\n</tbody>\n</table></div>`;
  return note === undefined ? table : `${table}\n<p>${escapeHtml(note)}</p>`;
}
