import { parseByteSize } from "../../config/byteSize.ts";
import type { OptionName } from "./options.ts";
import type { OptionTexts } from "./readOptions.ts";

type Values = OptionTexts<OptionName>["values"];

/** The options that say how good a result is to be: one of them at most. */
const qualityOptions = ["quality", "target", "max-bytes", "lossless"] as const;

export type QualityOption = (typeof qualityOptions)[number];

/** Those that were given. */
export const givenQualityOptions = (values: Values): readonly QualityOption[] =>
  qualityOptions.filter((name) => values[name] !== undefined);

/** What each of them may be, in words. */
export const expectedQuality: Readonly<Record<QualityOption, string>> = {
  quality: "expected a whole number from 1 to 100",
  target: "expected a whole number from 1 to 100",
  "max-bytes": "expected a size such as 200K or 1.5M",
  lossless: "takes no value",
};

/** The quality as the settings have it, not checked; of several that were given the last. */
export function qualityIn(values: Values): unknown {
  if (values.lossless !== undefined) return "lossless";
  if (values["max-bytes"] !== undefined) return { maxBytes: parseByteSize(String(values["max-bytes"])) };
  if (values.target !== undefined) return { target: wholeNumber(String(values.target)) };
  return values.quality === undefined ? null : wholeNumber(String(values.quality));
}

/** NaN for anything but digits. */
export const wholeNumber = (text: string): number => (/^\d{1,9}$/.test(text) ? Number(text) : Number.NaN);
