import type { DeliveredFormat } from "../formats/formats.ts";
import type { Dimensions } from "../settings/geometry.ts";
import { defaultNamePattern, fillNamePattern, type NameValues, namesIn } from "../settings/namePattern.ts";
import type { Settings } from "../settings/settings.ts";
import { cutToBytes, longestName, utf8Length } from "./fileName.ts";

/** How the settings of a job, and what tells an output from the others of its source, make its name. */
export interface OutputNaming extends Omit<NameValues, "name" | "format">, Pick<Settings, "names" | "keepTree"> {}

/** What there is to say of the name of an output by the settings of its job. */
export const namingOf = (
  { names, keepTree }: Pick<Settings, "names" | "keepTree">,
  suffix: string,
  { width, height }: Dimensions,
): OutputNaming => ({ names, keepTree, suffix, width, height });

/** Whether a name stays what it was, but for its extension. */
export const keepsName = ({ names, keepTree, suffix }: OutputNaming): boolean =>
  keepTree && suffix === "" && names === defaultNamePattern;

/** The name as it was. */
export const plainNaming: OutputNaming = { names: defaultNamePattern, keepTree: true, suffix: "", width: 0, height: 0 };

/** Room left behind what a pattern adds for the longest ending, `-tiff-1000000.tiff`, so that it is not cut off with a long name. */
const longestEnding = 24;

/** The name by its pattern. What the pattern adds is kept whole: the name is cut before it. */
export function namedStem(name: string, format: DeliveredFormat, { names, ...values }: OutputNaming): string {
  const filled = (stem: string) => fillNamePattern(names, { ...values, format, name: stem });
  const added = utf8Length(filled(""));
  const times = namesIn(names);
  if (added === 0 && times <= 1) return name;
  const room = Math.max(0, longestName - longestEnding - added);
  return filled(cutToBytes(name, Math.floor(room / Math.max(1, times))));
}
