import type { Locale } from "@pixelmill/core";

export { defaultLocale, isLocale, type Locale, locales } from "@pixelmill/core";

/** Each language by its own name. */
export const localeNames: Readonly<Record<Locale, string>> = { en: "English", de: "Deutsch", es: "Español" };

/** The cookie that keeps the language somebody chose. */
export const localeCookie = "pixelmill.locale";
