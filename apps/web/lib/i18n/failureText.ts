import { codecWishTexts, type Failure, failureValues, unreadKindTexts } from "@pixelmill/core";
import type { Translate } from "./words.ts";

/**
 * What is said of a failure, by its code. The service sends its English message, filled in: the values are read out of it, and one
 * that another version of the service worded otherwise is shown as it came.
 */
export function failureText(failure: Failure, t: Translate): string {
  const values = failureValues(failure);
  return values === null ? failure.message : t(`errors.${failure.code}`, translated(values, t));
}

/** Values that are words of core themselves: what a file is, and what codecs are needed for. */
function translated(values: Readonly<Record<string, string>>, t: Translate): Record<string, string> {
  const kind = keyOf(unreadKindTexts, values.kind);
  const wish = keyOf(codecWishTexts, values.wish);
  return {
    ...values,
    ...(kind === undefined ? {} : { kind: t(`core.unreadKinds.${kind}`) }),
    ...(wish === undefined ? {} : { wish: t(`core.codecWishes.${wish}`) }),
  };
}

const keyOf = <Key extends string>(texts: Readonly<Record<Key, string>>, text: string | undefined): Key | undefined =>
  (Object.keys(texts) as Key[]).find((key) => texts[key] === text);
