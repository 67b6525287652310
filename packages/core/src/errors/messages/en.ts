import type { Translation } from "../../job/locales.ts";
import { codecWishTexts } from "../../settings/codecWishes.ts";
import { type ErrorCode, errorCodes, errorTable } from "../errorTable.ts";
import { unreadKindTexts } from "../unreadKinds.ts";

/** What is said of each code, with the placeholders of the table, and the values of these that are words themselves. */
export const en = {
  errors: Object.fromEntries(errorCodes.map((code) => [code, errorTable[code].message])) as Readonly<Record<ErrorCode, string>>,
  unreadKinds: unreadKindTexts,
  codecWishes: codecWishTexts,
} as const;

export type FailureMessages = Translation<typeof en>;
