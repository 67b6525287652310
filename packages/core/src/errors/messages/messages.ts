import type { Locale } from "../../job/locales.ts";
import { de } from "./de.ts";
import { en, type FailureMessages } from "./en.ts";
import { es } from "./es.ts";

/** What is said of failures in each language: by pages and by reports. */
export const failureMessages: Readonly<Record<Locale, FailureMessages>> = { en, de, es };
