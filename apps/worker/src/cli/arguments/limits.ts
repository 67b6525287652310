import * as z from "zod";
import { type logLevels, settings } from "../../config/settings.ts";
import type { SandboxMode } from "../../pool/sandbox/sandboxMode.ts";
import type { InspectionLimits } from "../../protocol/messages.ts";
import type { OptionTexts } from "./readOptions.ts";

/** What the run may use, and what it may take on. */
export interface Limits {
  readonly encoders: "auto" | number;
  /** Cap of the budget in bytes. */
  readonly memoryLimitBytes: number;
  readonly limits: InspectionLimits;
  /** Whether encoders run in a sandbox. */
  readonly sandbox: SandboxMode;
  /** Default `silent`: the report says what matters. */
  readonly logLevel: (typeof logLevels)[number];
}

export type Environment = Readonly<Record<string, string | undefined>>;

// The error table's messages name these settings, so they work here as they do for the service.
const limitsSchema = z.object({
  ENCODERS: settings.ENCODERS.schema,
  MEMORY_LIMIT: settings.MEMORY_LIMIT.schema,
  MAX_MEGAPIXELS: settings.MAX_MEGAPIXELS.schema,
  MAX_FRAMES: settings.MAX_FRAMES.schema,
  MAX_SVG_SIZE: settings.MAX_SVG_SIZE.schema,
  MAX_SVG_ELEMENTS: settings.MAX_SVG_ELEMENTS.schema,
  SANDBOX: settings.SANDBOX.schema,
  LOG_LEVEL: settings.LOG_LEVEL.schema,
});

type LimitName = keyof z.infer<typeof limitsSchema>;

/** The limits by option, else by the service's setting in the environment, else by its default; null and the problems where one is wrong. */
export function readLimits(
  { encoders, memory }: OptionTexts<"encoders" | "memory">["values"],
  env: Environment,
  problems: string[],
): Limits | null {
  const options: Partial<Record<LimitName, string | true>> = { ENCODERS: encoders, MEMORY_LIMIT: memory };
  const texts = Object.keys(limitsSchema.shape).map((name) => [name, textOf(name as LimitName, options, env)]);
  const parsed = limitsSchema.safeParse(Object.fromEntries(texts));
  if (parsed.success) return toLimits(parsed.data);
  for (const { path, message } of parsed.error.issues) problems.push(`${sourceOf(path[0] as LimitName, options)}: ${message}`);
  return null;
}

function textOf(name: LimitName, options: Partial<Record<LimitName, string | true>>, env: Environment) {
  return options[name] ?? (env[name]?.trim() || (name === "LOG_LEVEL" ? "silent" : settings[name].default));
}

/** Where a wrong value came from. */
function sourceOf(name: LimitName, options: Partial<Record<LimitName, string | true>>): string {
  if (options[name] === undefined) return `environment variable ${name}`;
  return name === "ENCODERS" ? "--encoders" : "--memory";
}

const toLimits = (read: z.infer<typeof limitsSchema>): Limits => ({
  encoders: read.ENCODERS,
  memoryLimitBytes: read.MEMORY_LIMIT,
  limits: {
    maxPixels: read.MAX_MEGAPIXELS * 1e6,
    maxFrames: read.MAX_FRAMES,
    maxSvgBytes: read.MAX_SVG_SIZE,
    maxSvgElements: read.MAX_SVG_ELEMENTS,
  },
  sandbox: read.SANDBOX,
  logLevel: read.LOG_LEVEL,
});
