import type { ByteRange } from "@pixelmill/core";

/**
 * The range that a Range header asks for of a file of `size` bytes (RFC 9110): null where the whole file is to be sent
 * (no header, several ranges, another unit, malformed), `unsatisfiable` where it lies outside of the file.
 */
export function parseRange(header: string | undefined, size: number): ByteRange | "unsatisfiable" | null {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header?.replaceAll(/\s/g, "") ?? "");
  if (match === null) return null;
  const [, first = "", last = ""] = match;
  if (first === "") return last === "" ? null : suffix(Number(last), size);
  const start = Number(first);
  if (last !== "" && Number(last) < start) return null;
  return start < size ? { start, end: Math.min(last === "" ? size - 1 : Number(last), size - 1) } : "unsatisfiable";
}

const suffix = (length: number, size: number): ByteRange | "unsatisfiable" =>
  length === 0 || size === 0 ? "unsatisfiable" : { start: Math.max(0, size - length), end: size - 1 };
