import * as z from "zod";
import { planConfigSchema } from "../plan/planConfig.ts";
import { benchBombsSchema } from "./benchBombs.ts";
import { benchBudgetsSchema } from "./benchBudget.ts";
import { benchCaseSchema } from "./benchCase.ts";
import { benchQualitySchema } from "./benchQuality.ts";
import { benchVariants } from "./benchRun.ts";
import { benchGrowthSchema, benchIdleSchema, benchInterferenceSchema, benchLatencySchema } from "./benchService.ts";
import { benchSimulationSchema } from "./benchSimulation.ts";
import { benchTrialSchema } from "./benchTrial.ts";

/** Version of the report's form. A reader refuses any other. */
export const benchReportVersion = 3;

const amount = z.number().min(0);
const count = z.int().min(0);

const machineSchema = z.strictObject({
  cpuModel: z.string(),
  /** Cores that may be used, a quota counted; may be fractional. */
  cores: z.number().gt(0),
  memoryBytes: amount,
  os: z.string(),
  node: z.string(),
  sharp: z.string(),
  libvips: z.string(),
  /** Where the memory probe comes from. */
  native: z.enum(["addon", "portable"]),
  /** Processes that wanted to run before the benchmark began, averaged over 1, 5 and 15 minutes: above 0.5 or so the machine was busy. */
  loadAverage: z.array(amount),
});

export type BenchMachine = z.infer<typeof machineSchema>;

/** Everything in force that shapes the numbers. */
const configurationSchema = z.strictObject({
  pairs: count,
  variants: z.array(z.enum(benchVariants)),
  encoders: z.int().min(1).nullable(),
  memoryLimitBytes: amount,
  budgetBytes: amount.nullable(),
  plan: planConfigSchema,
  /** Environment of the processes that run sharp, the same for encoders and raw sharp. */
  allocator: z.record(z.string(), z.string()),
  /** Between two samples of memory, in milliseconds. */
  sampleMs: amount,
  /** The same files come again and again: nothing is served from an earlier run of them. */
  ledger: z.literal("off").default("off"),
});

/** What `pixelmill bench` found: the form of its JSON. */
export const benchReportSchema = z.strictObject({
  kind: z.literal("pixelmill-bench"),
  version: z.literal(benchReportVersion),
  /** When it began, ISO 8601. */
  createdAt: z.iso.datetime(),
  /** The command line that repeats it. */
  command: z.string(),
  machine: machineSchema,
  configuration: configurationSchema,
  cases: z.array(benchCaseSchema),
  budgets: z.array(benchBudgetsSchema),
  trials: z.array(benchTrialSchema),
  simulations: z.array(benchSimulationSchema).default([]),
  quality: z.array(benchQualitySchema).default([]),
  latency: benchLatencySchema.nullable(),
  interference: benchInterferenceSchema.nullable(),
  bombs: z.array(benchBombsSchema).default([]),
  growth: benchGrowthSchema.nullable(),
  idle: benchIdleSchema.nullable(),
});

export type BenchReport = z.infer<typeof benchReportSchema>;
