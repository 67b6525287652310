import { availableParallelism, cpus, loadavg, release, totalmem, type } from "node:os";
import type { BenchMachine } from "@pixelmill/core";
import { native } from "@pixelmill/native";

/** Cores that this process may use; may be fractional under a quota. */
export const usableCores = (): number => Math.min(availableParallelism(), native.cpuQuota() ?? Number.POSITIVE_INFINITY);

/** The machine that the numbers are true of. */
export function describeMachine(versions: { readonly sharp: string; readonly libvips: string }): BenchMachine {
  return {
    cpuModel: cpus()[0]?.model.trim() ?? "unknown",
    cores: usableCores(),
    memoryBytes: native.systemMemory().limitBytes ?? totalmem(),
    os: `${type()} ${release()}`,
    node: process.versions.node,
    ...versions,
    native: native.kind,
    loadAverage: loadavg().map((load) => Math.round(load * 100) / 100),
  };
}
