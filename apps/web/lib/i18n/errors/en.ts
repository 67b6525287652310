import { type ErrorCode, errorCodes, errorTable } from "@pixelmill/core";

/** What core says of each code: its placeholders are written as in every message. */
export const en = Object.fromEntries(errorCodes.map((code) => [code, errorTable[code].message])) as Readonly<
  Record<ErrorCode, string>
>;
