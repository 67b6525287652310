import { parseResize, resizeForm, type Settings, settingsSchema, targetFormats } from "@pixelmill/core";
import { type Environment, type Limits, readLimits } from "./limits.ts";
import { type OptionName, optimizeOptions } from "./options.ts";
import { type OptionTexts, readOptions } from "./readOptions.ts";

/** What `pixelmill optimize` is asked to do, complete and valid. */
export interface OptimizeArguments extends Limits {
  /** Files and folders as they were given, at least one. */
  readonly inputs: readonly string[];
  /** Folder for the results, as it was given. */
  readonly out: string;
  readonly settings: Settings;
  /** A result may take the place of its own source. */
  readonly overwrite: boolean;
  readonly json: boolean;
  readonly quiet: boolean;
}

/** The arguments, or everything that is wrong with them: one line a problem, beginning with the option's name. */
export type ArgumentsResult =
  | { readonly ok: true; readonly value: OptimizeArguments }
  | { readonly ok: false; readonly problems: readonly string[] };

/** Reads the words after `optimize`. */
export function optimizeArguments(words: readonly string[], env: Environment): ArgumentsResult {
  const { inputs, values, problems: found } = readOptions(words, optimizeOptions);
  const problems = [...found];
  if (inputs.length === 0) problems.push("no files or folders were named");
  if (inputs.includes("")) problems.push("a file or folder with an empty name was given");
  const { out, overwrite = false, json = false, quiet = false } = values;
  if (out === undefined && !problems.some((problem) => /^(?:--out|-o):/.test(problem)))
    problems.push("--out: say which folder the results go to");
  const settings = readSettings(values, problems);
  const limits = readLimits(values, env, problems);
  if (problems.length > 0 || typeof out !== "string" || settings === null || limits === null) return { ok: false, problems };
  const flags = { overwrite: overwrite === true, json: json === true, quiet: quiet === true };
  return { ok: true, value: { inputs, out, settings, ...limits, ...flags } };
}

/** What each setting of an image may be, in words. */
const expected: Readonly<Record<string, string>> = {
  format: `expected ${targetFormats.slice(0, -1).join(", ")} or ${targetFormats.at(-1)}`,
  quality: "expected a whole number from 1 to 100",
  resize: `expected ${resizeForm}`,
};

function readSettings({ format, quality, resize }: OptionTexts<OptionName>["values"], problems: string[]): Settings | null {
  const parsed = settingsSchema.safeParse({
    ...(format === undefined ? {} : { format }),
    ...(quality === undefined ? {} : { quality: wholeNumber(String(quality)) }),
    // Null is a valid wish, for no resizing: what cannot be read must not become it.
    ...(resize === undefined ? {} : { resize: parseResize(String(resize)) ?? "unreadable" }),
  });
  if (parsed.success) return parsed.data;
  for (const name of new Set(parsed.error.issues.map(({ path }) => String(path[0]))))
    problems.push(`--${name}: ${expected[name]}`);
  return null;
}

const wholeNumber = (text: string): number => (/^\d{1,9}$/.test(text) ? Number(text) : Number.NaN);
