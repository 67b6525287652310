/** Reads the rows of all tables of a Markdown page, each as the text of its cells. Heads and rulers are left out. */
export function readTables(markdown: string): string[][] {
  const lines = markdown.split("\n");
  const isRuler = (line: string | undefined) => line !== undefined && /^\|[\s:|-]+\|$/.test(line);
  return lines
    .filter((line, index) => line.startsWith("|") && !isRuler(line) && !isRuler(lines[index + 1]))
    .map((line) =>
      line
        .slice(1, line.lastIndexOf("|"))
        .split("|")
        .map((cell) => cell.trim()),
    );
}
