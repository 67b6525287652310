import {
  type OutputSettingsInput,
  outputSettingsSchema,
  type PlanConfig,
  parseResize,
  planTextSchema,
  resizeForm,
  type Settings,
  scoredFormats,
  settingsSchema,
  type TargetFormat,
  targetFormats,
} from "@pixelmill/core";
import { type Environment, type Limits, readLimits } from "../../cli/arguments/limits.ts";
import { type OptionTexts, readOptions } from "../../cli/arguments/readOptions.ts";
import { type QualityPart, qualityParts } from "../quality/parts.ts";
import { type BenchOptionName, benchOptions } from "./benchOptions.ts";
import { type OwnScenario, ownScenarioNames, ownScenarios, type SetName, scenarioNames, setNames } from "./scenarios.ts";

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
  /** Folder of images, as it was given; null: the sets. */
  readonly folder: string | null;
  /** Null: the shared sets that are there, else the generated one. */
  readonly sets: readonly SetName[] | null;
  /** Scenarios with images of their own. */
  readonly scenarios: readonly OwnScenario[];
  /** One case for each, on every set. */
  readonly settings: readonly Settings[];
  /** Whether neither format nor size was asked for: scenarios that need no more than one format then take JPEG. */
  readonly settingsAreUsual: boolean;
  readonly pairs: number;
  /** Whether each image alone is measured in every pair, not only once. */
  readonly boundInPairs: boolean;
  readonly variants: readonly (typeof comparedVariants)[number][];
  /** Every limit of memory that was asked for; the first one is `memoryLimitBytes`. Several: memory alone is measured, under each. */
  readonly memoryLimits: readonly number[];
  /** Choices of planning that differ from the defaults. */
  readonly plan: Partial<PlanConfig>;
  /** Whether each piece of planning is flipped, on this machine. */
  readonly switches: boolean;
  /** Whether each piece of planning is flipped, on simulated machines. */
  readonly simulate: boolean;
  /** An earlier report whose simulation tells what images cost; null: they are measured. */
  readonly costs: string | null;
  /** Whether splits of the cores among encoders are measured. */
  readonly split: boolean;
  /** Folder in which other software is looked for, besides the PATH; null: none is measured. */
  readonly peers: string | null;
  /** Parts of the quality benchmark, for which `peers` then is; null: it is not run. */
  readonly quality: readonly QualityPart[] | null;
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
  const limits = readAllLimits(values, env, problems);
  const pairs = readPairs(values.pairs, problems);
  const variants = namesOf("variant", values.variant, comparedVariants, problems) ?? comparedVariants;
  const chosen = readScenarios(values, variants, pairs, problems);
  const plan = readPlan(values.set, problems);
  const quality = readParts(values, settings, problems);
  if (values.costs !== undefined && values.simulate !== true) problems.push("--costs: only with --simulate");
  if (limits === null) return null;
  const settingsAreUsual = values.format === undefined && values.resize === undefined;
  const planning = { plan, switches: values.switches === true, simulate: values.simulate === true, costs: textOf(values.costs) };
  const instead = { ...planning, split: values.split === true, peers: textOf(values.peers), quality };
  const boundInPairs = values.bound === true;
  const files = { json: textOf(values.json), html: textOf(values.html) };
  return {
    type: "measure",
    folder,
    ...chosen,
    settings,
    settingsAreUsual,
    pairs,
    boundInPairs,
    variants,
    ...limits,
    ...instead,
    ...files,
  };
}

/** The limits with every size of memory that was named. */
function readAllLimits(values: Texts, env: Environment, problems: string[]) {
  const sizes = values.memory === undefined ? [undefined] : String(values.memory).split(",");
  const read = sizes.map((memory) => readLimits({ ...values, ...(memory === undefined ? {} : { memory }) }, env, problems));
  const [first] = read;
  if (first === undefined || first === null) return null;
  return { ...first, memoryLimits: read.flatMap((limits) => limits?.memoryLimitBytes ?? []) };
}

/** What is measured on sets, and nothing else then. */
const insteadOfVariants = ["split", "switches", "simulate", "peers", "scores"] as const satisfies readonly BenchOptionName[];

/** Sets and own scenarios: those that were named, else all that are usual. */
function readScenarios(values: Texts, variants: readonly string[], pairs: number, problems: string[]) {
  const named = namesOf("scenario", values.scenario, scenarioNames, problems);
  const possible = (name: OwnScenario) => !ownScenarios[name].needsService || variants.includes("service");
  const onSets = insteadOfVariants.some((name) => values[name] !== undefined) || String(values.memory).includes(",");
  if (named === null) {
    const usual = ownScenarioNames.filter((name) => ownScenarios[name].usual && possible(name));
    return { sets: null, scenarios: onSets || pairs === 0 ? [] : usual };
  }
  const sets = setNames.filter((name) => named.includes(name));
  const scenarios = ownScenarioNames.filter((name) => named.includes(name));
  for (const name of scenarios) if (!possible(name)) problems.push(`--scenario: ${name} needs the variant service`);
  if (onSets && sets.length === 0)
    problems.push(
      "--scenario: --split, --switches, --simulate, --peers, --scores and several sizes of --memory need a set of images",
    );
  return { sets, scenarios };
}

/** The parts of the quality benchmark that were named; `all` stands for every one. */
function readParts(values: Texts, settings: readonly Settings[], problems: string[]): readonly QualityPart[] | null {
  const named = namesOf("scores", values.scores, [...qualityParts, "all"], problems);
  if (named === null) return null;
  for (const { format } of settings.flatMap(({ outputs }) => outputs))
    if (!scoredFormats.some((scored) => scored === format))
      problems.push(`--format: --scores is about ${scoredFormats.join(", ")}, not ${format}`);
  return qualityParts.filter((part) => named.includes(part) || named.includes("all"));
}

function readPlan(text: string | true | undefined, problems: string[]): Partial<PlanConfig> {
  const parsed = planTextSchema.safeParse(textOf(text) ?? "");
  if (parsed.success) return parsed.data;
  for (const { message } of parsed.error.issues) problems.push(`--set: ${message}`);
  return {};
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
const usualOutputs = [
  { format: "jpeg" },
  { format: "webp" },
  { format: "avif", resize: { mode: "longest", pixels: 1920 } },
] as const;

/** Nothing else chooses a format by itself: `auto` can't be compared. */
const measuredFormats = targetFormats.filter((format) => format !== "auto");

function readSettings(values: Texts, problems: string[]): Settings[] {
  const formats = namesOf("format", values.format, measuredFormats, problems);
  const resize = values.resize === undefined ? null : parseResize(String(values.resize));
  if (values.resize !== undefined && resize === null) problems.push(`--resize: expected ${resizeForm}`);
  // What cuts or pads is not what others do under the same name: their numbers would be of another picture.
  if (resize?.mode === "box" && resize.fit !== "inside") problems.push("--resize: expected a size of the whole picture");
  const quality = values.quality === undefined ? null : Number(values.quality);
  if (quality !== null && !outputSettingsSchema.shape.quality.safeParse(quality).success)
    problems.push("--quality: expected a whole number from 1 to 100");
  if (problems.length > 0) return [];
  if (formats === null && resize === null) return usualOutputs.map((usual) => oneOutput({ ...usual, quality }));
  const wanted: readonly TargetFormat[] = formats ?? ["jpeg", "webp", "avif"];
  return wanted.map((format) => oneOutput({ format, quality, resize }));
}

const oneOutput = (output: OutputSettingsInput): Settings => settingsSchema.parse({ outputs: [output] });
