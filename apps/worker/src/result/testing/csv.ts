/** The records of a CSV table (RFC 4180), each by the titles of its columns. Throws where a row has another number of cells. */
export function csvRecords(text: string): Record<string, string>[] {
  const [titles = [], ...rows] = csvRows(text);
  return rows.map((row) => {
    if (row.length !== titles.length) throw new Error(`a row of ${row.length} cells: ${row.join("|")}`);
    return Object.fromEntries(titles.map((title, at) => [title, row[at] ?? ""]));
  });
}

function csvRows(text: string): string[][] {
  const rows: string[][] = [];
  let cells: string[] = [];
  for (const [, quoted, plain = "", end = ""] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    cells.push(quoted?.replaceAll('""', '"') ?? plain);
    if (end === ",") continue;
    rows.push(cells);
    cells = [];
  }
  return rows;
}
