import type { Table } from "../table.ts";
import { escapeHtml } from "./escape.ts";

/** A table under its title. */
export const titledTable = (table: Table): string => `<h3>${escapeHtml(table.title)}</h3>\n${plainTable(table)}`;

/** A table without its title, with its note. */
export function plainTable({ head, rows, note, text = false }: Omit<Table, "title">): string {
  const row = (cells: readonly string[], tag: "th" | "td") =>
    `<tr>${cells.map((cell) => `<${tag}>${escapeHtml(cell)}</${tag}>`).join("")}</tr>`;
  const body = rows.map((cells) => row(cells, "td")).join("\n");
  const table = `<div class="scroll"><table${text ? ' class="text"' : ""}>\n<thead>${row(head, "th")}</thead>\n<tbody>\n${body}\n</tbody>\n</table></div>`;
  return note === undefined ? table : `${table}\n<p>${escapeHtml(note)}</p>`;
}
