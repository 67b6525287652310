import Negotiator from "negotiator";
import { defaultLocale, isLocale, type Locale, locales } from "./locales.ts";

/** The language that somebody chose, else the first that their browser asks for and that is there, else the default. */
export function preferredLocale(chosen: string | undefined, acceptLanguage: string | undefined): Locale {
  if (isLocale(chosen)) return chosen;
  const asked = new Negotiator({ headers: { "accept-language": acceptLanguage } }).language([...locales]);
  return isLocale(asked) ? asked : defaultLocale;
}
