import { readFileSync } from "node:fs";
import type { EngineConfiguration, PlanConfig } from "@pixelmill/core";
import { native } from "@pixelmill/native";
import type { EncoderPlan } from "./encoderPlan.ts";

/** The worker's own package: its version, and that of sharp, which is pinned there. Only encoders load sharp itself. */
const worker: { readonly version: string; readonly dependencies: Readonly<Record<string, string>> } = JSON.parse(
  readFileSync(new URL("../../package.json", import.meta.url), "utf8"),
);

/** Everything in force that shapes what an engine measures. */
export const engineConfiguration = (
  { encoders, cores, budgetBytes }: EncoderPlan,
  memoryLimitBytes: number,
  plan: PlanConfig,
): EngineConfiguration => ({
  encoders,
  inFlight: plan.inFlight,
  cores,
  budgetBytes,
  memoryLimitBytes,
  plan,
  versions: {
    pixelmill: worker.version,
    node: process.versions.node,
    sharp: worker.dependencies.sharp ?? "unknown",
    memoryProbe: native.kind,
  },
});
