import * as z from "zod";
import { imageInfoSchema } from "../image/imageInfo.ts";
import { planConfigSchema } from "../plan/planConfig.ts";
import { settingsSchema } from "../settings/settings.ts";
import { runPictureSchema } from "./runPicture.ts";

const amount = z.number().min(0);
const count = z.int().min(0);

/** What simulated machines are like. */
const simulatedMachineSchema = z.strictObject({
  /** The set is repeated until there are so many tasks for each core. */
  tasksPerCore: z.int().min(1),
  budgetBytesPerCore: amount,
  /** Memory of an idle encoder. */
  baseBytes: amount,
  /** Time between a word and its hearing. */
  messageMs: amount,
  /** CPU time from fork to warm. */
  spawnMs: amount,
});

/** One way of planning on one machine. */
const simulatedRunSchema = z.strictObject({
  /** What differs from the defaults, in a few words; empty for the default. */
  title: z.string(),
  plan: planConfigSchema.partial(),
  cores: z.int().min(1),
  encoders: z.int().min(1),
  tasks: count,
  makespanMs: amount,
  /** max(total ÷ cores, longest), by what the tasks really take. */
  boundMs: amount,
  /** Part of the cores' time that was used, 0–1. */
  utilisation: z.number().min(0).max(1),
  batches: count,
  /** Most that encoders and running tasks really held together. */
  peakBytes: amount,
  budgetBytes: amount,
  failed: count,
});

export type BenchSimulatedRun = z.infer<typeof simulatedRunSchema>;

/** One set of images under one kind of settings, played on machines of several sizes, with each piece of planning flipped. */
export const benchSimulationSchema = z.strictObject({
  set: z.strictObject({ name: z.string() }),
  settings: settingsSchema,
  machine: simulatedMachineSchema,
  /** What each image takes in raw sharp alone. `peakBytes` is null where the system does not tell. */
  images: z.array(z.strictObject({ name: z.string(), info: imageInfoSchema, cpuMs: amount, peakBytes: amount.nullable() })),
  runs: z.array(simulatedRunSchema),
  /** A few runs, drawn. */
  pictures: z.array(z.strictObject({ title: z.string(), encoders: z.int().min(1), picture: runPictureSchema })),
});

export type BenchSimulation = z.infer<typeof benchSimulationSchema>;

/** How long a run took for what no plan could beat; null where there was nothing to do. */
export const boundRatio = ({ makespanMs, boundMs }: Pick<BenchSimulatedRun, "makespanMs" | "boundMs">): number | null =>
  boundMs === 0 ? null : makespanMs / boundMs;
