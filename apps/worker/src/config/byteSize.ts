import * as z from "zod";

const units: Readonly<Record<string, number>> = {
  "": 1,
  K: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  KI: 1024,
  MI: 1024 ** 2,
  GI: 1024 ** 3,
  TI: 1024 ** 4,
};

/** Bytes of a size such as `4000000000`, `512M`, `4GB` (decimal) or `1.5GiB` (binary); null where it is none. */
export function parseByteSize(text: string): number | null {
  const match = /^(\d+(?:\.\d+)?)\s*([KMGT]i?)?B?$/i.exec(text.trim());
  const scale = units[(match?.[2] ?? "").toUpperCase()];
  if (match?.[1] === undefined || scale === undefined) return null;
  const bytes = Math.round(Number(match[1]) * scale);
  return Number.isSafeInteger(bytes) ? bytes : null;
}

/** A size in words: `2 GB`, `1.5 GB`, `640 KB`; decimal units, at most one decimal. */
export function formatByteSize(bytes: number): string {
  const names = ["B", "KB", "MB", "GB", "TB"];
  const power = Math.min(names.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
  return `${Number((bytes / 1000 ** power).toFixed(1))} ${names[power]}`;
}

/** Schema of a size setting of at least `minBytes`. */
export const byteSizeSchema = (minBytes: number) =>
  z.string().transform((text, context) => {
    const bytes = parseByteSize(text);
    if (bytes !== null && bytes >= minBytes) return bytes;
    context.addIssue(`expected a size of at least ${formatByteSize(minBytes)}, such as 512M, 4G or 1.5GiB`);
    return z.NEVER;
  });
