import { cookies, headers } from "next/headers";
import { type Locale, localeCookie } from "./locales.ts";
import { preferredLocale } from "./preferredLocale.ts";

/** The language that the page which is being answered is to have. */
export async function requestLocale(): Promise<Locale> {
  const [kept, asked] = await Promise.all([cookies(), headers()]);
  return preferredLocale(kept.get(localeCookie)?.value, asked.get("accept-language") ?? undefined);
}
