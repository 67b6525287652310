import type { Translation } from "@pixelmill/core";
import type { Locale } from "../../lib/i18n/locales.ts";
import { de } from "./de.ts";
import { en } from "./en.ts";
import { es } from "./es.ts";

export type PlainMessages = Translation<typeof en>;

/** What the front door says by itself, in each language. */
export const plainMessagesOf: Readonly<Record<Locale, PlainMessages>> = { en, de, es };
