import type { Locale } from "../job/locales.ts";
import type { Failure } from "../result.ts";
import { failureText } from "./failureText.ts";
import { fillIn } from "./fillIn.ts";
import { failureMessages } from "./messages/messages.ts";

// Not beside failureText: a page is sent the messages of its own language, and would get all with it.
/** What is said of a failure in a language. */
export function failureTextIn(locale: Locale, failure: Failure): string {
  const { errors, unreadKinds, codecWishes } = failureMessages[locale];
  return failureText(failure, {
    error: (code, values) => fillIn(errors[code], values),
    unreadKind: (kind) => unreadKinds[kind],
    codecWish: (wish) => codecWishes[wish],
  });
}
