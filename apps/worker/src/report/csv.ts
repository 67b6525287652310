// A spreadsheet runs a cell that begins like a formula, and file names are a stranger's: an apostrophe makes it text.
/** A text as a cell of a CSV table, in quotes. */
export const textCell = (text: string): string => `"${text.replace(/^[=+\-@\t\r]/, "'$&").replaceAll('"', '""')}"`;

/** Rows of cells as a CSV table (RFC 4180). */
export const csvOf = (rows: readonly (readonly string[])[]): string => `${rows.map((cells) => cells.join(",")).join("\r\n")}\r\n`;
