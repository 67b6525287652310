import { parseResize, resizeForm, type Settings, settingsSchema, type TargetFormat, targetFormats } from "@pixelmill/core";
import { type Environment, type Limits, readLimits } from "../../cli/arguments/limits.ts";
import { type OptionTexts, readOptions } from "../../cli/arguments/readOptions.ts";
import { type SharedSetName, sharedSetNames } from "../sets/sharedSets.ts";
import { type BenchOptionName, benchOptions } from "./benchOptions.ts";

const scenarios = [...sharedSetNames, "generated"] as const;

export type Scenario = SharedSetName | "generated";

/** What raw sharp can be set against. */
const comparedVariants = ["engine", "service"] as const;

/** Where reports go besides the terminal; null where nowhere. */
interface ReportFiles {
  readonly json: string | null;
  readonly html: string | null;
}

/** A measurement that is asked for, complete and valid. */
export interface MeasureArguments extends Limits, ReportFiles {
  readonly type: "measure";
  /** Folder of images, as it was given; null: the scenarios. */
  readonly folder: string | null;
  /** Null: the shared sets that are there, else the generated one. */
  readonly scenarios: readonly Scenario[] | null;
  /** One case for each, on every set. */
  readonly settings: readonly Settings[];
  readonly pairs: number;
  readonly variants: readonly (typeof comparedVariants)[number][];
}

/** Two reports to be compared: paths as they were given. */
export interface CompareArguments {
  readonly type: "compare";
  readonly before: string;
  readonly after: string;
  readonly html: string | null;
}

export type BenchArguments = MeasureArguments | CompareArguments;

/** The arguments, or everything that is wrong with them: one line a problem, beginning with the option's name. */
export type BenchArgumentsResult =
  | { readonly ok: true; readonly value: BenchArguments }
  | { readonly ok: false; readonly problems: readonly string[] };

type Texts = OptionTexts<BenchOptionName>["values"];

/** Reads the words after `bench`. */
export function benchArguments(words: readonly string[], env: Environment): BenchArgumentsResult {
  const { inputs, values, problems: found } = readOptions(words, benchOptions);
  const problems = [...found];
  const value =
    values.compare === true ? compareArguments(inputs, values, problems) : measureArguments(inputs, values, env, problems);
  return value === null || problems.length > 0 ? { ok: false, problems } : { ok: true, value };
}

function compareArguments(inputs: readonly string[], values: Texts, problems: string[]): CompareArguments | null {
  const [before, after, ...more] = inputs;
  for (const name of Object.keys(values))
    if (name !== "compare" && name !== "html") problems.push(`--${name}: nothing is measured with --compare`);
  if (before !== undefined && after !== undefined && more.length === 0)
    return { type: "compare", before, after, html: textOf(values.html) };
  problems.push("--compare: name two reports in JSON, the older one first");
  return null;
}

function measureArguments(
  inputs: readonly string[],
  values: Texts,
  env: Environment,
  problems: string[],
): MeasureArguments | null {
  const [folder = null, ...more] = inputs;
  if (more.length > 0) problems.push("only one folder can be named");
  if (folder !== null && values.scenario !== undefined) problems.push("--scenario: a folder was named already");
  const settings = readSettings(values, problems);
  const limits = readLimits(values, env, problems);
  const pairs = readPairs(values.pairs, problems);
  const chosen = namesOf("scenario", values.scenario, scenarios, problems);
  const variants = namesOf("variant", values.variant, comparedVariants, problems) ?? comparedVariants;
  if (limits === null) return null;
  const files = { json: textOf(values.json), html: textOf(values.html) };
  return { type: "measure", folder, scenarios: chosen, settings, pairs, variants, ...limits, ...files };
}

const textOf = (value: string | true | undefined): string | null => (typeof value === "string" ? value : null);

function readPairs(value: string | true | undefined, problems: string[]): number {
  const pairs = /^\d{1,3}$/.test(String(value ?? 10)) ? Number(value ?? 10) : Number.NaN;
  if (!(pairs <= 100)) problems.push("--pairs: expected a whole number from 0 to 100");
  return pairs;
}

/** Names with commas between them, each one of those allowed; null where the option was not given. */
function namesOf<Name extends string>(
  option: BenchOptionName,
  value: string | true | undefined,
  allowed: readonly Name[],
  problems: string[],
): Name[] | null {
  if (value === undefined) return null;
  const names = String(value).split(",");
  for (const name of names) {
    if (!allowed.includes(name as Name)) problems.push(`--${option}: ${name} is none of ${allowed.join(", ")}`);
  }
  return [...new Set(names)] as Name[];
}

/** What is measured where neither format nor size was asked for: the formats of photos, AVIF at the size of a large screen. */
const usualSettings = [
  { format: "jpeg" },
  { format: "webp" },
  { format: "avif", resize: { mode: "longest", pixels: 1920 } },
] as const;

function readSettings(values: Texts, problems: string[]): Settings[] {
  const formats = namesOf("format", values.format, targetFormats, problems);
  const resize = values.resize === undefined ? null : parseResize(String(values.resize));
  if (values.resize !== undefined && resize === null) problems.push(`--resize: expected ${resizeForm}`);
  const quality = values.quality === undefined ? null : Number(values.quality);
  if (quality !== null && !settingsSchema.shape.quality.safeParse(quality).success)
    problems.push("--quality: expected a whole number from 1 to 100");
  if (problems.length > 0) return [];
  if (formats === null && resize === null) return usualSettings.map((usual) => settingsSchema.parse({ ...usual, quality }));
  const wanted: readonly TargetFormat[] = formats ?? ["jpeg", "webp", "avif"];
  return wanted.map((format) => settingsSchema.parse({ format, quality, resize }));
}
