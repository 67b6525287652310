import * as z from "zod";
import { forbiddenInNames, invisibleInNames } from "../job/fileName.ts";

/** What a pattern may ask for, in braces, with what stands for it. */
export interface NameValues {
  /** The source's name without its extension. */
  readonly name: string;
  /** What tells the outputs of one source apart: `-640`; `""` where nothing has to. */
  readonly suffix: string;
  /** Format of the output: `webp`. */
  readonly format: string;
  /** Pixels of the output. */
  readonly width: number;
  readonly height: number;
}

/** The words that a name pattern knows. */
export const namePlaceholders = ["name", "suffix", "format", "width", "height"] as const satisfies readonly (keyof NameValues)[];

/** The source's name, and what tells its outputs apart. */
export const defaultNamePattern = "{name}{suffix}";

/** Longest pattern in UTF-16 units: what it adds leaves room for the name it is added to. */
const longestPattern = 100;

const placeholder = new RegExp(`\\{(${namePlaceholders.join("|")})\\}`, "g");

/**
 * Pattern of a file's name without its extension, which follows from the format: `{name}-{width}`. It has no folders, nothing that
 * Windows refuses in a name, and in braces only {@link namePlaceholders}. Names that come out the same are numbered.
 */
export const namePatternSchema = z
  .string()
  .min(1)
  .max(longestPattern)
  .refine(
    isNamePattern,
    `A name pattern is plain text and ${namePlaceholders.map((name) => `{${name}}`).join(", ")}; no slashes.`,
  );

function isNamePattern(pattern: string): boolean {
  const text = pattern.replace(placeholder, "");
  return !/[{}/\\]/.test(text) && text.search(forbiddenInNames) < 0 && text.search(invisibleInNames) < 0;
}

export const fillNamePattern = (pattern: string, values: NameValues): string =>
  pattern.replace(placeholder, (_, name: keyof NameValues) => String(values[name]));

/** How often a pattern has the source's name in it. */
export const namesIn = (pattern: string): number => pattern.split("{name}").length - 1;
