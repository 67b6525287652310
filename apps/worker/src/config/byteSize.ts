import { formatBytes } from "@pixelmill/core";
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

/** Schema of a size setting of at least `minBytes`. */
export const byteSizeSchema = (minBytes: number) =>
  z.string().transform((text, context) => {
    const bytes = parseByteSize(text);
    if (bytes !== null && bytes >= minBytes) return bytes;
    context.addIssue(`expected a size of at least ${formatBytes(minBytes)}, such as 512M, 4G or 1.5GiB`);
    return z.NEVER;
  });
