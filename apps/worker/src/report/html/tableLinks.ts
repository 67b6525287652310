import { csvOf, textCell } from "../csv.ts";
import type { Table } from "../table.ts";
import { escapeHtml } from "./escape.ts";

/**
 * The numbers of a table to be taken along, as CSV and as JSON. They stand in the links themselves: a report needs nothing from anywhere,
 * also once it is saved.
 */
export function tableLinks({ title, head, rows }: Table): string {
  const name = title.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, "-");
  const csv = csvOf([head, ...rows].map((cells) => cells.map(cellOf)));
  const json = `${JSON.stringify(
    rows.map((cells) => Object.fromEntries(head.map((column, at) => [column, cells[at] ?? ""]))),
    null,
    1,
  )}\n`;
  return `<p class="links">${link("CSV", `${name}.csv`, "text/csv", csv)} ${link("JSON", `${name}.json`, "application/json", json)}</p>`;
}

/** A plain number stays one, whichever way its decimals are written. */
const cellOf = (text: string): string => (/^-?\d+(?:[.,]\d+)?$/.test(text) ? text.replace(",", ".") : textCell(text));

const link = (label: string, file: string, type: string, content: string): string =>
  `<a download="${escapeHtml(file)}" href="data:${type};charset=utf-8,${encodeURIComponent(content)}">${label}</a>`;
