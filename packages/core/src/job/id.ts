import * as z from "zod";

/** 128 random bits as 32 lower-case hexadecimal digits: the only form of a job's or task's id. */
export const idSchema = z.string().regex(/^[0-9a-f]{32}$/, "an id is 32 hexadecimal digits");

export type Id = z.infer<typeof idSchema>;

/** Makes an id from 16 random bytes, which the caller draws from a cryptographic source. */
export function idFromBytes(bytes: Uint8Array): Id {
  return Array.from(bytes.subarray(0, 16), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
