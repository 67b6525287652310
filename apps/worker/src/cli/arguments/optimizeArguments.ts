import { homedir } from "node:os";
import { join, resolve } from "node:path";
import {
  candidateFormats,
  chromas,
  colourPolicies,
  efforts,
  maxOutputs,
  metadataPolicies,
  namePlaceholders,
  parseResize,
  resizeForm,
  type Settings,
  settingsSchema,
  splitResizes,
  targetFormats,
} from "@pixelmill/core";
import type * as z from "zod";
import { defaultDataDir } from "../../config/dataDir.ts";
import { isReportFile } from "../../report/writeJobReport.ts";
import { type Environment, type Limits, readLimits } from "./limits.ts";
import { type OptionName, optimizeOptions } from "./options.ts";
import { withPreset } from "./presetArgument.ts";
import { expectedQuality, givenQualityOptions, type QualityOption, qualityIn, wholeNumber } from "./qualityArgument.ts";
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
  /** File for the report of the run, as it was given; null for none. */
  readonly report: string | null;
  /** File for the HTML of the images, as it was given; null for none. */
  readonly pictures: string | null;
  /** File of the ledger; null where none is to be used. */
  readonly ledger: string | null;
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
  const { out, overwrite = false, json = false, quiet = false, report, pictures } = values;
  if (report !== undefined && !isReportFile(String(report)))
    problems.push("--report: expected a file that ends in .html or .json");
  if (pictures !== undefined && !/\.html?$/i.test(String(pictures)))
    problems.push("--pictures: expected a file that ends in .html");
  if (out === undefined && !problems.some((problem) => /^(?:--out|-o):/.test(problem)))
    problems.push("--out: say which folder the results go to");
  if (values.ledger !== undefined && values["no-ledger"] === true) problems.push("--ledger: not together with --no-ledger");
  const settings = readSettings(withPreset(values, problems), problems);
  const limits = readLimits(values, env, problems);
  if (problems.length > 0 || typeof out !== "string" || settings === null || limits === null) return { ok: false, problems };
  const flags = { overwrite: overwrite === true, json: json === true, quiet: quiet === true };
  return {
    ok: true,
    value: {
      inputs,
      out,
      settings,
      ...limits,
      ...flags,
      report: fileIn(report),
      pictures: fileIn(pictures),
      ledger: ledgerFile(values, env),
    },
  };
}

const fileIn = (text: string | true | undefined): string | null => (text === undefined ? null : String(text));

/** Beside the service's store, which is one of its own. */
function ledgerFile(values: OptionTexts<OptionName>["values"], env: Environment): string | null {
  if (values["no-ledger"] === true) return null;
  const folder = env.DATA_DIR?.trim() || defaultDataDir(env, { platform: process.platform, homeDir: homedir() });
  return resolve(values.ledger === undefined ? join(folder, "ledger.db") : String(values.ledger));
}

/** How no change of size is written in a list of sizes. */
const noResize = "none";

/** What each setting of an image may be, in words; of the quality that depends on the option it was given with. */
const expected = {
  format: `expected ${oneOf(targetFormats)}, or several with commas between them`,
  candidates: `expected ${oneOf(candidateFormats)}, or several with commas between them`,
  quality: "",
  effort: `expected ${oneOf(efforts)}`,
  chroma: `expected ${oneOf(["auto", ...chromas])}`,
  colours: "expected a whole number from 2 to 256",
  resize: `expected ${resizeForm}; or ${noResize}, or several with commas between them`,
  metadata: `expected ${oneOf(metadataPolicies)}`,
  colour: `expected ${oneOf(colourPolicies)}`,
} as const;

type Field = keyof typeof expected;

const expectedName = `expected a name without slashes, with any of ${namePlaceholders.map((name) => `{${name}}`).join(", ")} in it`;

/** Every format at every size, format by format; null and the problems where something is wrong. */
function readSettings(values: OptionTexts<OptionName>["values"], problems: string[]): Settings | null {
  const [quality = "quality", ...more] = givenQualityOptions(values);
  for (const other of more) problems.push(`--${other}: not together with --${quality}`);
  const { metadata, colour } = values;
  const [sharpen, enlarge] = [values.sharpen === true, values.enlarge === true];
  const formats = distinct(textOf(values.format, "original").split(","));
  const sizes = distinct(splitResizes(textOf(values.resize, noResize))).map((size) => resizeIn(size, enlarge));
  const outputs = formats.flatMap((format) =>
    sizes.map((resize) => ({
      format,
      ...encodingWishes(values, formats, format),
      quality: qualityIn(values),
      resize,
      sharpen,
      metadata,
      colour,
    })),
  );
  const parsed = settingsSchema.safeParse({ outputs, names: values.name, keepTree: values.flat !== true });
  if (parsed.success) return more.length === 0 ? parsed.data : null;
  problems.push(...problemsOf(parsed.error.issues, quality));
  return null;
}

/** One line for each option that is wrong, in the order of the help: what it may be, or what it contradicts. */
function problemsOf(issues: readonly z.core.$ZodIssue[], quality: QualityOption): readonly string[] {
  const isNameWrong = issues.some(({ path }) => path[0] === "names");
  const lines = (Object.keys(expected) as Field[]).flatMap((field) => {
    const [issue] = issues.filter(({ path }) => path[2] === field);
    if (issue === undefined) return [];
    const option = field === "quality" ? quality : field;
    const expectation = field === "quality" ? expectedQuality[quality] : expected[field];
    return [`--${option}: ${issue.code === "custom" ? issue.message : expectation}`];
  });
  if (isNameWrong) lines.unshift(`--name: ${expectedName}`);
  return lines.length > 0 ? lines : [`--format, --resize: at most ${maxOutputs} results of each file, no two the same`];
}

/** Options that only some formats take are for those among the formats that were asked for; where none takes them they are refused. */
function encodingWishes(values: OptionTexts<OptionName>["values"], formats: readonly string[], format: string) {
  const { candidates, effort, chroma, colours } = values;
  const isFor = (able: readonly string[]): boolean => able.includes(format) || !formats.some((each) => able.includes(each));
  return {
    ...(effort === undefined ? {} : { effort }),
    ...(candidates !== undefined && isFor(["auto"]) ? { candidates: distinct(String(candidates).split(",")) } : {}),
    ...(chroma !== undefined && isFor(["jpeg", "avif", "original", "auto"]) ? { chroma } : {}),
    ...(colours !== undefined && isFor(["png"]) ? { colours: wholeNumber(String(colours)) } : {}),
  };
}

/** Words to choose one of. A function, for it stands below its use. */
function oneOf(words: readonly string[]): string {
  return `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
}

const textOf = (value: string | true | undefined, byDefault: string): string => (value === undefined ? byDefault : String(value));

/** The parts of a list, each once. */
const distinct = (parts: readonly string[]): string[] => [...new Set(parts.map((part) => part.trim()))];

// Null is a valid wish, for no resizing: what cannot be read must not become it.
const resizeIn = (text: string, enlarge: boolean) => (text === noResize ? null : (parseResize(text, enlarge) ?? "unreadable"));
