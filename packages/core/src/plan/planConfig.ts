import * as z from "zod";
import { queueOrders } from "./order.ts";
import { poolSizes } from "./poolSize.ts";
import { batchRules } from "./size.ts";

/** Every number and every choice that planning depends on, with its default. The defaults are what measures best. */
export const planConfigSchema = z.strictObject({
  /**
   * Tasks an encoder runs at once, 1–8. Default 2: with one a core idles 7–10 % of the time, between tasks. Where there are fewer
   * encoders than cores, the engine takes more ({@link tasksInFlight}).
   */
  inFlight: z.int().min(1).max(8).default(2),
  /** Wished least number of small tasks in a batch. Default 10. */
  minBatch: z.int().min(1).default(10),
  /** Most tasks in a batch. Default 100. */
  maxBatch: z.int().min(1).default(100),
  /** Most tasks in a batch of a class of which nothing was measured yet, and every batch's size where `batch` is `fixed`. Default 20. */
  firstBatch: z.int().min(1).default(20),
  /** Estimated work in a batch, in milliseconds; a single longer task is a batch of its own. Default 500. */
  batchMs: z.number().min(1).default(500),
  /** A priority class that waited this long gets one turn before the more urgent ones, in milliseconds. Default 30,000. */
  ageingMs: z.number().min(1).default(30_000),
  /** How long tasks that fit may pass one that waits for memory, in milliseconds; then the pool drains for it. Default 1,000. */
  bypassMs: z.number().min(0).default(1000),
  /** How long a cancelled task may go on running before its encoder is killed, in milliseconds. Default 2,000. */
  cancelGraceMs: z.number().min(0).default(2000),
  /** How long an encoder may have tasks and not begin one before it is taken to hang, in milliseconds. Default 30,000. */
  stallMs: z.number().min(1).default(30_000),
  /** How long nothing may be to do before encoders above the minimum are ended, in milliseconds. Default 600,000. */
  restMs: z.number().min(1).default(600_000),

  /** Which task of a job is first: the longest by estimated cost, the largest file, or the one that came first. Default `longestFirst`. */
  order: z.enum(queueOrders).default("longestFirst"),
  /**
   * Who gets what: encoders `pull` the next batch when they have room, or all tasks are dealt out `even`ly when they come, as many to
   * each encoder, and stay where they were given. Default `pull`.
   */
  balance: z.enum(["pull", "even"]).default("pull"),
  /** How many tasks make a batch: a share of the work that remains, shrinking towards the tail, or always `firstBatch`. Default `guided`. */
  batch: z.enum(batchRules).default("guided"),
  /** Whether encoders wait for each other after every batch. Default off. */
  barrier: z.boolean().default(false),
  /** Whether a batch is sent only when all reservations together stay within the budget. Off, only the guard protects the memory. Default on. */
  admission: z.boolean().default(true),
  /** Whether the last tasks share the cores that have nothing else to do. Default on. */
  tailThreads: z.boolean().default(true),
  /** Whether a task so long that it would end last gets a core of its own, no more tasks being begun than there are cores. Default on. */
  spareLongest: z.boolean().default(true),
  /** Whether tasks that were sent and not begun are asked back, for what is more urgent and for encoders that have nothing. Default on. */
  recall: z.boolean().default(true),
  /** Whether estimates are corrected by what encoders report. Default on. */
  learning: z.boolean().default(true),
  /** Whether more urgent tasks go first. Off, all are alike. Default on. */
  priorities: z.boolean().default(true),
  /** Whether a class that waited for `ageingMs` gets a turn before more urgent ones. Default on. */
  ageing: z.boolean().default(true),
  /** Encoders for the cores there are: one each, one more than that, or half as many. Default `cores`. */
  poolSize: z.enum(poolSizes).default("cores"),
  /** Whether encoders are kept for task after task. Off, each is replaced as soon as it has done something. Default on. */
  reuse: z.boolean().default(true),
});

export type PlanConfig = z.infer<typeof planConfigSchema>;

export const defaultPlanConfig: PlanConfig = planConfigSchema.parse({});
