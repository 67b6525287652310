import compile from "icu-minify/compile";
import type { Locale } from "./locales.ts";
import { type Messages, messagesOf } from "./messages.ts";

const made = new Map<Locale, Messages>();

/**
 * The messages of a language as the browser gets them: parsed here, so that it needs no parser. They are typed as what they were,
 * since only the library looks into them.
 */
export function compiledMessages(locale: Locale): Messages {
  const messages = made.get(locale) ?? (compiled(messagesOf[locale]) as Messages);
  made.set(locale, messages);
  return messages;
}

const compiled = (messages: object): object =>
  Object.fromEntries(
    Object.entries(messages).map(([key, value]) => [key, typeof value === "string" ? plain(compile(value)) : compiled(value)]),
  );

/** A page may be handed nothing but plain objects, and those of the compiler have no prototype. */
const plain = (message: unknown): unknown => JSON.parse(JSON.stringify(message));
