import format from "icu-minify/format";
import { describe, expect, it } from "vitest";
import { compiledMessages } from "./compiled.ts";
import { locales } from "./locales.ts";
import { wordsIn } from "./wordsIn.ts";

const formatters = {
  getDateTimeFormat: (...args: ConstructorParameters<typeof Intl.DateTimeFormat>) => new Intl.DateTimeFormat(...args),
  getNumberFormat: (...args: ConstructorParameters<typeof Intl.NumberFormat>) => new Intl.NumberFormat(...args),
  getPluralRules: (...args: ConstructorParameters<typeof Intl.PluralRules>) => new Intl.PluralRules(...args),
};

describe.each(locales)("what the browser gets in %s", (locale) => {
  it("says the same as the messages that were written", () => {
    const { announceEnd } = compiledMessages(locale).job;
    const values = { state: "cancelled", files: 1200, failed: 3, change: "−58 %" } as const;
    expect(format(announceEnd as never, locale, values, { formatters })).toBe(wordsIn(locale).t("job.announceEnd", values));
  });
});

it("is plain data, as a page can be handed it", () => {
  const prototypes = new Set<unknown>();
  const visit = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    prototypes.add(Object.getPrototypeOf(value));
    for (const each of Object.values(value)) visit(each);
  };
  visit(compiledMessages("en"));
  expect([...prototypes]).toEqual([Object.prototype, Array.prototype]);
});

it("is a message as it is where nothing is filled in", () => {
  expect(compiledMessages("en").job.expiresHelp).toBe(
    "At the latest: when the server's disk is nearly full, the oldest jobs go first.",
  );
});
