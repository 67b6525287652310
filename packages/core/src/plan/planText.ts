import * as z from "zod";
import { defaultPlanConfig, type PlanConfig, planConfigSchema } from "./planConfig.ts";

/** What a choice of planning looks like in text, for messages and documentation. */
export const planTextForm = "NAME=VALUE, several with commas, such as order=arrival,recall=off";

/** Reads `order=arrival,recall=off,batchMs=300`: choices that differ from the defaults. Empty text is none. */
export const planTextSchema = z.string().transform((text, context): Partial<PlanConfig> => {
  const pairs = text.split(",").map((pair) => pair.trim());
  const choices: Record<string, unknown> = {};
  for (const pair of pairs.filter((given) => given !== "")) {
    const [name = "", value = ""] = pair.split("=").map((part) => part.trim());
    const read = choiceOf(name, value);
    if (read.ok) choices[name] = read.value;
    else context.addIssue(read.problem);
  }
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

const expected = ({ issues }: z.ZodError): string => {
  const wanted = issues.map((issue) =>
    issue.code === "invalid_type" && issue.expected === "boolean" ? "on or off" : issue.message,
  );
  return wanted.join(", ").replace(/^Invalid (option|input): /, "");
};

/** How a configuration differs from the defaults, as {@link planTextSchema} reads it; empty where it does not. */
export const planText = (config: Partial<PlanConfig>): string =>
  Object.entries(config)
    .filter(([name, value]) => value !== defaultPlanConfig[name as keyof PlanConfig])
    .map(([name, value]) => `${name}=${typeof value === "boolean" ? (value ? "on" : "off") : value}`)
    .join(",");
