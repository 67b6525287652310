import type { Locale, Translation } from "@pixelmill/core";
import { de } from "./de.ts";
import { en } from "./en.ts";
import { es } from "./es.ts";

export type ReportMessages = Translation<typeof en>;

export const messagesOf: Readonly<Record<Locale, ReportMessages>> = { en, de, es };
