import * as z from "zod";

const units: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Milliseconds of a time such as `90s`, `30m`, `24h` or `7d`; null where it is none. */
export function parseDuration(text: string): number | null {
  const match = /^(\d{1,9}(?:\.\d{1,9})?)\s*([smhd])$/i.exec(text.trim());
  const scale = units[(match?.[2] ?? "").toLowerCase()];
  return match?.[1] === undefined || scale === undefined ? null : Math.round(Number(match[1]) * scale);
}

/** Schema of a time of at least `minMs`; gives milliseconds. */
export const durationSchema = (minMs: number) =>
  z.string().transform((text, context) => {
    const ms = parseDuration(text);
    if (ms !== null && ms >= minMs) return ms;
    context.addIssue(`expected a time of at least ${minMs / 1000} s, such as 30m, 24h or 7d`);
    return z.NEVER;
  });

/** As {@link durationSchema}, or `off`, which gives null. */
export const durationOrOffSchema = (minMs: number) =>
  z.string().transform((text, context) => {
    if (text === "off") return null;
    const ms = parseDuration(text);
    if (ms !== null && ms >= minMs) return ms;
    context.addIssue(`expected off, or a time of at least ${minMs / 1000} s, such as 30m, 24h or 7d`);
    return z.NEVER;
  });
