const BYTES_PER_KIB = 1024;

/** Lines of `name value` with an optional colon and ` kB` (memory.stat, meminfo, status), in bytes or as counted. */
export function parseKeyedValues(text: string): Map<string, number> {
  const values = new Map<string, number>();
  for (const line of text.split("\n")) {
    const match = /^(\S+?):?\s+(\d+)( kB)?\s*$/.exec(line);
    if (match?.[1] !== undefined) values.set(match[1], Number(match[2]) * (match[3] ? BYTES_PER_KIB : 1));
  }
  return values;
}

/** A file holding one count, such as memory.max: null for `max`, `-1`, anything not a count, or no file. */
export function parseCount(text: string | null): number | null {
  const trimmed = text?.trim() ?? "";
  return /^\d+$/.test(trimmed) ? Number(trimmed) : null;
}
