import { createTranslator } from "use-intl/core";
import type { Locale } from "./locales.ts";
import { makeWords } from "./makeWords.ts";
import { messagesOf } from "./messages.ts";
import type { Words } from "./words.ts";

/** The words of a language outside of a page, for tests: they read the messages as they are written. */
export const wordsIn = (locale: Locale): Words => makeWords(createTranslator({ locale, messages: messagesOf[locale] }), locale);
