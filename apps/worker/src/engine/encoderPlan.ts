import { availableParallelism } from "node:os";
import { budgetBytes, type PlanConfig, poolSize, tasksInFlight } from "@pixelmill/core";
import { native } from "@pixelmill/native";
import { usedBytes } from "./processMemory.ts";

/** How many encoders this machine gets, and what they may use together. */
export interface EncoderPlan {
  /** Encoders that are wanted where memory allows. */
  readonly encoders: number;
  /** Encoders that stay warm whatever happens. */
  readonly leastEncoders: number;
  /** Tasks that each encoder runs at once. */
  readonly inFlight: number;
  /** Cores that this process may use; may be fractional under a quota. */
  readonly cores: number;
  /** The whole budget in bytes. */
  readonly budgetBytes: number;
  /** What of it is the encoders', in bytes. */
  readonly encoderBudgetBytes: number;
}

/** Bytes kept for the service and the encoder of inspection, until they are measured. */
const othersBytes = 200e6;

/** What the plan follows from besides the machine. */
export interface EncoderPlanOptions {
  readonly encoders: "auto" | number;
  /** Encoders that stay warm whatever happens, never more than there are. Default 1. */
  readonly leastEncoders?: number;
  readonly memoryLimitBytes: number;
  /** Choices of planning that differ from the defaults. */
  readonly plan?: Partial<PlanConfig>;
}

/** Reads cores and memory once, at start. How many encoders the budget affords is decided while running. */
export function encoderPlan({ plan = {}, memoryLimitBytes, ...wish }: EncoderPlanOptions): EncoderPlan {
  const cores = Math.min(availableParallelism(), native.cpuQuota() ?? Number.POSITIVE_INFINITY);
  const own = usedBytes([process.pid]) ?? 0;
  const budget = budgetBytes(native.systemMemory().availableBytes + own, memoryLimitBytes);
  const encoders = wish.encoders === "auto" ? poolSize(cores, plan.poolSize) : wish.encoders;
  return {
    encoders,
    leastEncoders: Math.min(encoders, wish.leastEncoders ?? 1),
    inFlight: plan.inFlight ?? tasksInFlight(cores, encoders),
    cores,
    budgetBytes: budget,
    encoderBudgetBytes: Math.max(0, budget - othersBytes),
  };
}
