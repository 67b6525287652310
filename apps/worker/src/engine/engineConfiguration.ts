import { readFileSync } from "node:fs";
import type { EngineConfiguration, PlanConfig, SandboxStatus } from "@pixelmill/core";
import { native } from "@pixelmill/native";
import type { EncoderPlan } from "./encoderPlan.ts";

/** The worker's own package: its version, and that of sharp, which is pinned there. Only encoders load sharp itself. */
const worker: { readonly version: string; readonly dependencies: Readonly<Record<string, string>> } = JSON.parse(
  readFileSync(new URL("../../package.json", import.meta.url), "utf8"),
);

/** Everything in force that shapes what an engine measures. */
export const engineConfiguration = (
  { encoders, leastEncoders, cores, budgetBytes }: EncoderPlan,
  { memoryLimitBytes, memorySampleMs }: Pick<EngineConfiguration, "memoryLimitBytes" | "memorySampleMs">,
  plan: PlanConfig,
  sandbox: SandboxStatus["state"],
): EngineConfiguration => ({
  encoders,
  leastEncoders,
  inFlight: plan.inFlight,
  cores,
  budgetBytes,
  memoryLimitBytes,
  memorySampleMs,
  plan,
  versions: {
    pixelmill: worker.version,
    node: process.versions.node,
    sharp: worker.dependencies.sharp ?? "unknown",
    memoryProbe: native.kind,
    sandbox,
  },
});
