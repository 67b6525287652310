import { locales } from "@pixelmill/core";
import { describe, expect, it } from "vitest";
import { messagesOf } from "./messages/messages.ts";
import { reportWords } from "./words.ts";

/** Every message by its key, with the names of what is filled in. */
function placeholders(messages: object, prefix = ""): [string, string[]][] {
  return Object.entries(messages).flatMap(([key, value]: [string, unknown]): [string, string[]][] =>
    typeof value === "string"
      ? [[prefix + key, [...new Set([...value.matchAll(/\{(\w+)[,}]/g)].map(([, name = ""]) => name))].sort()]]
      : placeholders(value as object, `${prefix}${key}.`),
  );
}

describe.each(locales)("a report in %s", (locale) => {
  it("says everything that the English one does, with the same values", () => {
    expect(placeholders(messagesOf[locale])).toEqual(placeholders(messagesOf.en));
  });

  it("counts one and many", () => {
    const { t } = reportWords(locale);
    expect(t("title", { files: 1 })).not.toBe(t("title", { files: 2 }).replace("2", "1"));
  });
});

it("numbers have the decimals of their language", () => {
  const [english, german] = [reportWords(), reportWords("de")];
  expect([english.bytes(1_230_000), english.duration(1500), english.percent(0.105)]).toEqual(["1.23 MB", "1.50 s", "10.5 %"]);
  expect([german.bytes(1_230_000), german.duration(1500), german.percent(0.105)]).toEqual(["1,23 MB", "1,50 s", "10,5 %"]);
});
