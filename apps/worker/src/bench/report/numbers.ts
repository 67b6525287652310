import { type BenchQuantity, formatBytes, type MedianEstimate } from "@pixelmill/core";
import { duration, short, significant } from "../../report/numbers.ts";

const percent = (share: number): string => `${(share * 100).toFixed(0)} %`;

const formats: Readonly<Record<BenchQuantity, (value: number) => string>> = {
  wallMs: duration,
  imagesPerSecond: significant,
  megapixelsPerSecond: significant,
  megabytesPerSecond: significant,
  cpuSeconds: (seconds) => duration(seconds * 1000),
  peakBytes: formatBytes,
  throughputRatio: (ratio) => ratio.toFixed(3),
  cpuRatio: (ratio) => ratio.toFixed(3),
  makespanRatio: (ratio) => ratio.toFixed(3),
  cpuMsPerImage: duration,
  outputBytes: formatBytes,
  batches: short,
  aboveBudget: short,
  refusedButFit: short,
  latencyMs: duration,
  delayMs: duration,
  slowdown: (ratio) => ratio.toFixed(3),
  idlePercent: (percent) => `${percent.toFixed(3)} %`,
};

/** A value of a quantity with its unit. */
export const valueText = (quantity: BenchQuantity, value: number): string => formats[quantity](value);

/** The confidence interval of an estimate: `0.971–0.989 (97.9 %, n = 10)`; a single measurement has none. */
export function intervalText(quantity: BenchQuantity, { low, high, coverage, count }: MedianEstimate): string {
  if (count < 2) return "one run";
  const chance = coverage > 0.9 ? `${(coverage * 100).toFixed(1)} %` : percent(coverage);
  return `${valueText(quantity, low)}–${valueText(quantity, high)} (${chance}, n = ${count})`;
}
