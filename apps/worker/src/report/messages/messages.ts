import type { Locale } from "@pixelmill/core";
import { de } from "./de.ts";
import { en } from "./en.ts";
import { es } from "./es.ts";

/** The same messages in any language: one that lacks a message is a type error. */
type Translated<Messages> = {
  readonly [Key in keyof Messages]: Messages[Key] extends string ? string : Translated<Messages[Key]>;
};

export type ReportMessages = Translated<typeof en>;

export const messagesOf: Readonly<Record<Locale, ReportMessages>> = { en, de, es };
