import { defaultLocale, type Failure, failureTextIn, formatBytes, type Locale } from "@pixelmill/core";
import { createTranslator } from "use-intl/core";
import { messagesOf } from "./messages/messages.ts";
import { duration, short, shortDuration, significant } from "./numbers.ts";

/** A job's report in one language: what it says, and numbers as that language writes them. */
export interface ReportWords {
  readonly locale: Locale;
  readonly t: ReturnType<typeof translatorOf>;
  /** What is said of an expected failure, in the words of the pages. */
  readonly failure: (failure: Failure) => string;
  readonly bytes: (bytes: number) => string;
  readonly duration: (ms: number | null) => string;
  readonly significant: (value: number) => string;
  readonly short: (value: number) => string;
  readonly shortDuration: (ms: number) => string;
  /** A share, with one decimal. */
  readonly percent: (share: number) => string;
}

const translatorOf = (locale: Locale) => createTranslator({ locale, messages: messagesOf[locale] });

export function reportWords(locale: Locale = defaultLocale): ReportWords {
  // Digits are not grouped, so a point is that of decimals.
  const local = (text: string) => (locale === "en" ? text : text.replace(".", ","));
  return {
    locale,
    t: translatorOf(locale),
    failure: (failure) => failureTextIn(locale, failure),
    bytes: (bytes) => local(formatBytes(bytes)),
    duration: (ms) => local(duration(ms)),
    significant: (value) => local(significant(value)),
    short: (value) => local(short(value)),
    shortDuration: (ms) => local(shortDuration(ms)),
    percent: (share) => local(`${(share * 100).toFixed(1)} %`),
  };
}
