import { describe, expect, it } from "vitest";
import { locales } from "../job/locales.ts";
import { codecWishTexts } from "../settings/codecWishes.ts";
import { errorCodes, errorTable } from "./errorTable.ts";
import { failure } from "./failure.ts";
import { failureTextIn } from "./failureTextIn.ts";
import { failureMessages } from "./messages/messages.ts";
import { unreadKindTexts } from "./unreadKinds.ts";

const placeholders = (message: string) => [...message.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();

describe.each(locales)("failures in %s", (locale) => {
  it.each(errorCodes)("%s has the values of the table", (code) => {
    expect(placeholders(failureMessages[locale].errors[code])).toEqual(placeholders(errorTable[code].message));
  });
});

it("says a failure in English as it is stored", () => {
  const failed = failure("tooManyPixels", { pixels: 120, limit: 100 });
  expect(failureTextIn("en", failed)).toBe(failed.message);
});

it("says it in another language, with the same values", () => {
  expect(failureTextIn("de", failure("tooManyFrames", { frames: 9000, limit: 1000 }))).toBe(
    "Die Animation hat 9000 Einzelbilder; die Grenze liegt bei 1000 (Einstellung MAX_FRAMES).",
  );
});

it("translates what a file is and what codecs are needed for", () => {
  expect(failureTextIn("de", failure("unsupportedFormat", { kind: unreadKindTexts.pdf }))).toContain(
    "Dies ist ein PDF-Dokument.",
  );
  const wish = codecWishTexts.losslessJpeg;
  expect(failureTextIn("es", failure("codecsUnavailable", { wish, reason: "x" }))).toContain("Un JPEG sin pérdida necesita");
});

it("shows what another version of the service said as it came", () => {
  expect(failureTextIn("de", { code: "emptyFile", message: "Nothing in it." })).toBe("Nothing in it.");
});
