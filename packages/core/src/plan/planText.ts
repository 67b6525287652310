import * as z from "zod";
import { defaultPlanConfig, type PlanConfig, planConfigSchema } from "./planConfig.ts";

/** What a choice of planning looks like in text, for messages and documentation. */
export const planTextForm = "NAME=VALUE, several with commas, such as order=arrival,recall=off";

/** Reads `order=arrival,recall=off,batchMs=300`: choices that differ from the defaults. Empty text is none. */
export const planTextSchema = z.string().transform((text, context): Partial<PlanConfig> => {
  const pairs = text.split(",").map((pair) => pair.trim());
  const choices: Record<string, unknown> = {};
  for (const pair of pairs.filter((given) => given !== "")) {
    const [name = "", ...rest] = pair.split("=").map((part) => part.trim());
    const read = choiceOf(name, rest.join("="));
    if (!read.ok) context.addIssue(read.problem);
    else if (Object.hasOwn(choices, name)) context.addIssue(`${name}: given twice`);
    else choices[name] = read.value;
  }
  const { minBatch, maxBatch }: PlanConfig = { ...defaultPlanConfig, ...choices };
  if (minBatch > maxBatch) context.addIssue(`minBatch: expected at most maxBatch, which is ${maxBatch}`);
  return choices;
});

type Read = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly problem: string };

function choiceOf(name: string, text: string): Read {
  const known = planConfigSchema.shape;
  if (!Object.hasOwn(known, name)) return { ok: false, problem: `${name} is none of ${Object.keys(known).join(", ")}` };
  const parsed = known[name as keyof PlanConfig].safeParse(readValue(text));
  return parsed.success ? { ok: true, value: parsed.data } : { ok: false, problem: `${name}: ${expected(parsed.error)}` };
}

/** `on` and `off`, numbers, and words. */
function readValue(text: string): unknown {
  if (text === "on" || text === "off") return text === "on";
  return text === "" || Number.isNaN(Number(text)) ? text : Number(text);
}

const expected = ({ issues }: z.ZodError): string => `expected ${issues.map(wanted).join(", ")}`;

/** In words of this text; zod's own speak of types. */
function wanted(issue: z.core.$ZodIssue): string {
  if (isOfType(issue, "boolean")) return "on or off";
  if (isOfType(issue, "int")) return "a whole number";
  if (issue.code === "too_small") return `at least ${issue.minimum}`;
  if (issue.code === "too_big") return `at most ${issue.maximum}`;
  if (issue.code === "invalid_value") return `one of ${issue.values.join(", ")}`;
  return "a number";
}

const isOfType = (issue: z.core.$ZodIssue, type: string): boolean => issue.code === "invalid_type" && issue.expected === type;

/** How a configuration differs from the defaults, as {@link planTextSchema} reads it; empty where it does not. */
export const planText = (config: Partial<PlanConfig>): string =>
  Object.entries(config)
    .filter(([name, value]) => value !== defaultPlanConfig[name as keyof PlanConfig])
    .map(([name, value]) => `${name}=${typeof value === "boolean" ? (value ? "on" : "off") : value}`)
    .join(",");
