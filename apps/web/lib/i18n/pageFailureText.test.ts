import { failure } from "@pixelmill/core";
import { expect, it } from "vitest";
import { wordsIn } from "./wordsIn.ts";

it("says a failure in English as the service does", () => {
  const failed = failure("tooManyPixels", { pixels: 120, limit: 100 });
  expect(wordsIn("en").failure(failed)).toBe(failed.message);
});

it("says it in another language, with the same values", () => {
  expect(wordsIn("de").failure(failure("tooManyFrames", { frames: 9000, limit: 1000 }))).toBe(
    "Die Animation hat 9000 Einzelbilder; die Grenze liegt bei 1000 (Einstellung MAX_FRAMES).",
  );
});

it("translates what a file is and what codecs are needed for", () => {
  const [kind, wish] = ["a PDF document", "A lossless JPEG"];
  expect(wordsIn("de").failure(failure("unsupportedFormat", { kind }))).toContain("Dies ist ein PDF-Dokument.");
  expect(wordsIn("es").failure(failure("codecsUnavailable", { wish, reason: "x" }))).toContain("Un JPEG sin pérdida necesita");
});

it("shows what another version of the service said as it came", () => {
  expect(wordsIn("de").failure({ code: "emptyFile", message: "Nothing in it." })).toBe("Nothing in it.");
});
