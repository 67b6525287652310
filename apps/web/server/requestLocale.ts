import type { IncomingMessage } from "node:http";
import { type Locale, localeCookie } from "../lib/i18n/locales.ts";
import { preferredLocale } from "../lib/i18n/preferredLocale.ts";

/** The language that a request's answer is to have, as the pages choose theirs. */
export function requestLocale({ headers }: Pick<IncomingMessage, "headers">): Locale {
  const cookies = (headers.cookie ?? "").split(";").map((cookie) => cookie.trim());
  const kept = cookies.find((cookie) => cookie.startsWith(`${localeCookie}=`))?.slice(localeCookie.length + 1);
  return preferredLocale(kept, headers["accept-language"]);
}
