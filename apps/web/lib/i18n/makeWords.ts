import type { Failure } from "@pixelmill/core";
import { formatsOf } from "../format.ts";
import { failureText } from "./failureText.ts";
import type { Locale } from "./locales.ts";
import type { Translate, Words } from "./words.ts";

/** Puts together what is needed to say something in a language. */
export const makeWords = (t: Translate, locale: Locale): Words => ({
  t,
  formats: formatsOf(locale),
  failure: (failure: Failure) => failureText(failure, t),
});
