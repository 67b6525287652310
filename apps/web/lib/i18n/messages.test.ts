import compile from "icu-minify/compile";
import { describe, expect, it } from "vitest";
import { plainMessagesOf } from "../../server/messages/messages.ts";
import { locales } from "./locales.ts";
import { messagesOf } from "./messages.ts";
import { wordsIn } from "./wordsIn.ts";

/** Every message by its key. */
function flat(messages: object, prefix = ""): Map<string, string> {
  return new Map(
    Object.entries(messages).flatMap(([key, value]: [string, unknown]) =>
      typeof value === "string" ? [[prefix + key, value] as const] : [...flat(value as object, `${prefix}${key}.`)],
    ),
  );
}

const allOf = (locale: (typeof locales)[number]) => flat({ ...messagesOf[locale], plain: plainMessagesOf[locale] });

/** The names of a message's placeholders, those inside of plurals and choices too. */
function placeholders(message: string): string[] {
  const names = new Set<string>();
  const visit = (node: unknown): void => {
    if (!Array.isArray(node)) return;
    const [name, , options] = node as [unknown, unknown, unknown];
    if (typeof name === "string") names.add(name);
    if (typeof options === "object" && options !== null) for (const option of Object.values(options)) visitAll(option);
  };
  const visitAll = (nodes: unknown): void => {
    if (Array.isArray(nodes)) for (const node of nodes) visit(node);
  };
  visitAll(compile(message));
  return [...names].sort();
}

const english = allOf("en");

describe.each(locales)("the messages in %s", (locale) => {
  const messages = allOf(locale);

  it("have the keys of the English ones", () => expect([...messages.keys()].sort()).toEqual([...english.keys()].sort()));

  it("ask for the same values", () => {
    const asked = (all: Map<string, string>) =>
      Object.fromEntries([...all].map(([key, message]) => [key, placeholders(message)]));
    expect(asked(messages)).toEqual(asked(english));
  });

  it("say something", () => expect([...messages].filter(([, message]) => message.trim() === "")).toEqual([]));
});

it("read the placeholders of plurals and choices", () => {
  expect(placeholders("{a} {b, plural, =0 {{c}} other {# {d}}}{e, select, x {} other {{f}}}")).toEqual([
    "a",
    "b",
    "c",
    "d",
    "e",
    "f",
  ]);
  expect(placeholders("no placeholder")).toEqual([]);
});

describe.each([
  ["en", "1 of 1 file done", "1,204 of 12,345 files done", "mixed and 2 more", "The job is finished: 3 files, 1 failed."],
  [
    "de",
    "1 von 1 Datei fertig",
    "1.204 von 12.345 Dateien fertig",
    "mixed und 2 weitere",
    "Der Auftrag ist abgeschlossen: 3 Dateien, 1 fehlgeschlagen.",
  ],
  [
    "es",
    "1 de 1 archivo listo",
    "1204 de 12.345 archivos listos",
    "mixed y 2 más",
    "El trabajo está terminado: 3 archivos, 1 con error.",
  ],
] as const)("in %s", (locale, one, many, name, end) => {
  const { t } = wordsIn(locale);

  it("numbers and plurals follow the language", () => {
    expect(t("job.progressText", { ended: 1, files: 1 })).toBe(one);
    expect(t("job.progressText", { ended: 1204, files: 12_345 })).toBe(many);
  });

  it("parts that do not apply are left out", () => {
    expect([t("job.name", { first: "mixed", others: 0 }), t("job.name", { first: "mixed", others: 2 })]).toEqual(["mixed", name]);
    expect(t("job.announceEnd", { state: "finished", files: 3, failed: 1, change: "none" })).toBe(end);
  });
});
