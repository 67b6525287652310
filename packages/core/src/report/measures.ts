import type { BenchBound, BenchCase, BenchPair } from "./benchCase.ts";
import { type BenchRun, type BenchVariant, benchVariants } from "./benchRun.ts";
import type { BenchLatency } from "./benchService.ts";
import { estimateMedian, type MedianEstimate, quantile } from "./statistics.ts";

/** What can be told of a variant in a case, and which direction is the better one. */
export const benchQuantities = {
  wallMs: { label: "Wall time", better: "lower" },
  imagesPerSecond: { label: "Images a second", better: "higher" },
  megapixelsPerSecond: { label: "Megapixels a second", better: "higher" },
  megabytesPerSecond: { label: "Megabytes read a second", better: "higher" },
  cpuSeconds: { label: "CPU time", better: "lower" },
  peakBytes: { label: "Peak memory", better: "lower" },
  /** Its pixels a second ÷ those of raw sharp in the same pair. */
  throughputRatio: { label: "Throughput ÷ raw sharp", better: "higher" },
  /** CPU time of raw sharp ÷ its own in the same pair. */
  cpuRatio: { label: "CPU time of raw sharp ÷ its own", better: "higher" },
  /** Wall time ÷ max(total ÷ cores, longest), both by raw sharp's CPU time of each image alone. */
  makespanRatio: { label: "Wall time ÷ lower bound", better: "lower" },
  cpuMsPerImage: { label: "CPU time an image", better: "lower" },
  outputBytes: { label: "Bytes out", better: "lower" },
  batches: { label: "Batches sent", better: "lower" },
  aboveBudget: { label: "Samples above the budget", better: "lower" },
  /** Images refused for their memory though raw sharp's peak fits the budget less the base. */
  refusedButFit: { label: "Refused though they fit", better: "lower" },
  latencyMs: { label: "One image", better: "lower" },
  delayMs: { label: "Wait for an encoder", better: "lower" },
  /** Time of a job beside bombs ÷ that of the same job alone in the same pair. */
  slowdown: { label: "Time beside ÷ alone", better: "lower" },
  idlePercent: { label: "CPU when idle, % of a core", better: "lower" },
} as const;

export type BenchQuantity = keyof typeof benchQuantities;

/** One number of a report. */
export interface BenchMeasure {
  /** One of `benchVariants`, or a contender's name. */
  readonly variant: string;
  readonly quantity: BenchQuantity;
  readonly estimate: MedianEstimate;
}

/** Every number that a case gives, variant by variant; what was not measured is left out. */
export function caseMeasures(of: BenchCase, cores: number): BenchMeasure[] {
  const boundMs = lowerBoundMs(of.bound, cores);
  return benchVariants.flatMap((variant) => measuresOf(variant, valuesOf(of, variant, boundMs)));
}

/** What was measured of each quantity. */
export type MeasuredValues = Partial<Record<BenchQuantity, readonly (number | null)[]>>;

/** Medians of what was measured of a variant; quantities without a single value are left out. */
export function measuresOf(variant: string, values: MeasuredValues): BenchMeasure[] {
  return Object.entries(values).flatMap(([quantity, measured]) => {
    const estimate = estimateMedian(measured.filter((value) => value !== null && Number.isFinite(value)) as number[]);
    return estimate === null ? [] : [{ variant, quantity: quantity as BenchQuantity, estimate }];
  });
}

function valuesOf(of: BenchCase, variant: BenchVariant, boundMs: number): MeasuredValues {
  const pairs = of.pairs.flatMap((pair) => pairOf(pair, variant));
  const runs = pairs.map(({ own }) => own);
  const ratios = variant === "raw" ? [] : pairs;
  return {
    wallMs: runs.map(({ wallMs }) => wallMs),
    imagesPerSecond: runs.map(({ images, wallMs }) => (images / wallMs) * 1e3),
    megapixelsPerSecond: runs.map(megapixelsPerSecond),
    megabytesPerSecond: runs.map(({ sourceBytes, wallMs }) => sourceBytes / 1e3 / wallMs),
    cpuSeconds: runs.map(({ cpuSeconds }) => cpuSeconds),
    peakBytes: of.memory.filter((memory) => memory.variant === variant).map(({ peakBytes }) => peakBytes),
    throughputRatio: ratios.map(({ own, raw }) => megapixelsPerSecond(own) / megapixelsPerSecond(raw)),
    cpuRatio: ratios.map(({ own, raw }) => divide(raw.cpuSeconds, own.cpuSeconds)),
    makespanRatio: pairs.map(({ own, pairBoundMs }) => own.wallMs / (pairBoundMs ?? boundMs)),
  };
}

interface OwnPair {
  readonly own: BenchRun;
  readonly raw: BenchRun;
  readonly pairBoundMs: number | null;
}

function pairOf(pair: BenchPair, variant: BenchVariant): OwnPair[] {
  const own = pair[variant];
  return own === null ? [] : [{ own, raw: pair.raw, pairBoundMs: pair.boundMs }];
}

export const megapixelsPerSecond = ({ pixels, wallMs }: Pick<BenchRun, "pixels" | "wallMs">): number => pixels / 1e3 / wallMs;

/** a ÷ b, null where one of them is unknown. */
export const divide = (a: number | null, b: number | null): number | null => (a === null || b === null ? null : a / b);

/** The shortest wall time that any order on this many cores could reach, in milliseconds: raw sharp's own CPU time, spread or longest. */
export function lowerBoundMs({ tasks }: BenchBound, cores: number): number {
  const total = tasks.reduce((sum, { cpuMs }) => sum + cpuMs, 0);
  return Math.max(total / cores, ...tasks.map(({ cpuMs }) => cpuMs));
}

/**
 * Whether an image that failed would have fitted: raw sharp's peak for it alone within the budget less what the idle processes
 * take. Null where that is unknown, or there is no budget.
 */
export function wouldFit({ memory }: BenchCase, { variant, rawPeakBytes }: BenchCase["failures"][number]): boolean | null {
  const own = memory.find((each) => each.variant === variant);
  if (own === undefined || own.budgetBytes === null || rawPeakBytes === null) return null;
  return rawPeakBytes <= own.budgetBytes - own.idleBytes;
}

/** One image alone: medians in milliseconds, null where nothing was measured. */
export function latencySummary({ rawMs, serviceMs }: BenchLatency) {
  const [raw, service] = [quantile(rawMs, 0.5), quantile(serviceMs, 0.5)];
  return {
    rawP50Ms: raw,
    serviceP50Ms: service,
    rawP95Ms: quantile(rawMs, 0.95),
    serviceP95Ms: quantile(serviceMs, 0.95),
    ratio: divide(service, raw),
    moreMs: service === null || raw === null ? null : service - raw,
  };
}
