import { formatBytes } from "../units/bytes.ts";
import { isSearched, type Quality } from "./quality.ts";

/** A wished quality in a word or two, `q80` or `score 75`; nothing where it is the format's default. */
export function qualityInWords(quality: Quality): string {
  if (quality === null) return "";
  if (!isSearched(quality)) return typeof quality === "number" ? `q${quality}` : quality;
  return "target" in quality ? `score ${quality.target}` : `up to ${formatBytes(quality.maxBytes)}`;
}
