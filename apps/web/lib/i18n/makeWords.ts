import type { Failure } from "@pixelmill/core";
import { formatsOf } from "../format.ts";
import type { Locale } from "./locales.ts";
import { pageFailureText } from "./pageFailureText.ts";
import type { Translate, Words } from "./words.ts";

/** Puts together what is needed to say something in a language. */
export const makeWords = (t: Translate, locale: Locale): Words => ({
  t,
  formats: formatsOf(locale),
  failure: (failure: Failure) => pageFailureText(failure, t),
});
