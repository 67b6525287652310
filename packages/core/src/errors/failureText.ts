import type { Failure } from "../result.ts";
import { codecWishTexts } from "../settings/codecWishes.ts";
import type { ErrorCode } from "./errorTable.ts";
import { failureValues } from "./failure.ts";
import { type UnreadKind, unreadKindTexts } from "./unreadKinds.ts";

/** How a language says a failure, and the values of its message that are words themselves: what a file is, and what codecs are needed for. */
export interface FailureWords {
  readonly error: (code: ErrorCode, values: Readonly<Record<string, string>>) => string;
  readonly unreadKind: (kind: UnreadKind) => string;
  readonly codecWish: (wish: keyof typeof codecWishTexts) => string;
}

/**
 * What is said of a failure, by its code. What is sent and stored is its English message, filled in: the values are read out of it, and
 * one that another version of the service worded otherwise is shown as it came.
 */
export function failureText(failure: Failure, { error, unreadKind, codecWish }: FailureWords): string {
  const values = failureValues(failure);
  if (values === null) return failure.message;
  const kind = keyOf(unreadKindTexts, values.kind);
  const wish = keyOf(codecWishTexts, values.wish);
  return error(failure.code, {
    ...values,
    ...(kind === undefined ? {} : { kind: unreadKind(kind) }),
    ...(wish === undefined ? {} : { wish: codecWish(wish) }),
  });
}

const keyOf = <Key extends string>(texts: Readonly<Record<Key, string>>, text: string | undefined): Key | undefined =>
  (Object.keys(texts) as Key[]).find((key) => texts[key] === text);
