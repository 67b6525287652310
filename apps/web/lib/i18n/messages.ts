import { failureMessages, type Translation } from "@pixelmill/core";
import { messages as app } from "../../app/messages/messages.ts";
import { messages as compare } from "../../features/compare/messages/messages.ts";
import { messages as job } from "../../features/job/messages/messages.ts";
import { messages as presets } from "../../features/presets/messages/messages.ts";
import { messages as revise } from "../../features/revise/messages/messages.ts";
import { messages as settings } from "../../features/settings/messages/messages.ts";
import { messages as system } from "../../features/system/messages/messages.ts";
import { messages as upload } from "../../features/upload/messages/messages.ts";
import { messages as work } from "../../features/work/messages/messages.ts";
import { messages as core } from "./core/messages.ts";
import type { Locale } from "./locales.ts";

const messagesIn = <L extends Locale>(locale: L) => ({
  app: app[locale],
  compare: compare[locale],
  core: core[locale],
  errors: failureMessages[locale].errors,
  job: job[locale],
  presets: presets[locale],
  revise: revise[locale],
  settings: settings[locale],
  system: system[locale],
  upload: upload[locale],
  work: work[locale],
});

/** Everything the pages say, by feature. The keys and placeholders of the English messages are those of every language. */
export type Messages = ReturnType<typeof messagesIn<"en">>;

/** All messages of each language: for the server, which sends one of them. */
export const messagesOf: Readonly<Record<Locale, Translation<Messages>>> = {
  en: messagesIn("en"),
  de: messagesIn("de"),
  es: messagesIn("es"),
};
