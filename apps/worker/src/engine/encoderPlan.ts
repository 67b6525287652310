import { availableParallelism } from "node:os";
import { affordableEncoders, budgetBytes, type PoolSize, poolSize } from "@pixelmill/core";
import { native } from "@pixelmill/native";
import { usedBytes } from "./processMemory.ts";

/** How many encoders this machine gets, and what they may use together. */
export interface EncoderPlan {
  readonly encoders: number;
  /** Cores that this process may use; may be fractional under a quota. */
  readonly cores: number;
  /** The whole budget in bytes. */
  readonly budgetBytes: number;
  /** What of it is the encoders', in bytes. */
  readonly encoderBudgetBytes: number;
}

/** Bytes kept for the service and the encoder of inspection, until they are measured. */
const othersBytes = 200e6;

/** Reads cores and memory once, at start. The number of encoders stays; the budget is re-read while running. */
export function encoderPlan(
  options: { readonly encoders: "auto" | number; readonly memoryLimitBytes: number },
  rule: PoolSize,
): EncoderPlan {
  const cores = Math.min(availableParallelism(), native.cpuQuota() ?? Number.POSITIVE_INFINITY);
  const own = usedBytes([process.pid]) ?? 0;
  const budget = budgetBytes(native.systemMemory().availableBytes + own, options.memoryLimitBytes);
  const encoderBudget = Math.max(0, budget - othersBytes);
  const encoders =
    options.encoders === "auto" ? Math.min(poolSize(cores, rule), affordableEncoders(encoderBudget)) : options.encoders;
  return { encoders, cores, budgetBytes: budget, encoderBudgetBytes: encoderBudget };
}
