import type { Task } from "../dispatch/pool.ts";
import type { Estimate } from "./estimate.ts";
import { fixedPeakBytes, leastPeakBytesPrior, peakBytesPrior } from "./memoryPrior.ts";
import { msPrior } from "./timePrior.ts";
import { type Workload, workloadClass, workloadOf } from "./workload.ts";

/** What an encoder measured of a task that ended well. */
export interface Observation {
  readonly wallMs: number;
  /** Memory the task added to its encoder, in bytes; null unless it ran alone in it. */
  readonly peakBytes: number | null;
}

interface Correction {
  /** Factors on the priors. */
  ms: number;
  peakBytes: number;
  /** Bytes on top of the corrected prior, whatever the image's size. */
  extraPeakBytes: number;
  observations: number;
}

/** Weight of the newest observation. */
const learningRate = 0.2;
/** An underestimate of memory is believed at once, an overestimate slowly: only one of them can exhaust the machine. */
const memoryEaseRate = 0.05;
/** Corrections are held within these bounds, so that one odd measurement cannot derail planning. */
const bounds = { ms: [0.05, 20], peakBytes: [0.5, 4], extraPeakBytes: [0, 64e6] } as const;

/**
 * Prior up to which an underestimate is laid to what does not grow with the pixels, in bytes. A few megabytes more in a thumbnail are as
 * often what its encoder kept of earlier tasks; as a factor they would double the estimate of every photo of its class, and refuse it.
 */
const mostlyFixedBytes = 50e6;

const uncorrected: Readonly<Correction> = { ms: 1, peakBytes: 1, extraPeakBytes: 0, observations: 0 };

/**
 * Estimates what a task costs: a prior from header facts, times a correction per class (input format, output formats,
 * resize) learnt from what encoders report.
 */
export class CostModel {
  readonly #corrections = new Map<string, Correction>();

  estimate(task: Pick<Task, "info" | "settings">): Estimate {
    const work = workloadOf(task);
    const correction = this.#corrections.get(workloadClass(work)) ?? uncorrected;
    const { ms, peakBytes } = correction;
    const peak = Math.ceil(correctedPeakBytes(work, correction));
    return {
      ms: msPrior(work) * ms,
      peakBytes: peak,
      leastPeakBytes: Math.min(peak, Math.ceil(leastPeakBytesPrior(work) * Math.max(1, peakBytes))),
    };
  }

  /** Whether anything was measured of the task's class yet. */
  knows(task: Pick<Task, "info" | "settings">): boolean {
    return this.#corrections.has(workloadClass(workloadOf(task)));
  }

  observe(task: Pick<Task, "info" | "settings">, { wallMs, peakBytes }: Observation): void {
    const work = workloadOf(task);
    const key = workloadClass(work);
    const correction = this.#corrections.get(key) ?? { ...uncorrected };
    // The first observations count for more: the prior is only a guess.
    const rate = Math.max(learningRate, 1 / (correction.observations + 1));
    correction.ms = within(bounds.ms, blend(correction.ms, wallMs / msPrior(work), rate));
    if (peakBytes !== null && peakBytes > correctedPeakBytes(work, correction)) raise(correction, work, peakBytes);
    else if (peakBytes !== null) ease(correction, work, peakBytes);
    correction.observations += 1;
    this.#corrections.set(key, correction);
  }
}

const correctedPeakBytes = (work: Workload, { peakBytes, extraPeakBytes }: Correction): number =>
  peakBytesPrior(work) * peakBytes + extraPeakBytes;

/** After an underestimate: what was measured is what is expected from now on. */
function raise(correction: Correction, work: Workload, peakBytes: number): void {
  const prior = peakBytesPrior(work);
  if (prior < mostlyFixedBytes)
    correction.extraPeakBytes = within(bounds.extraPeakBytes, peakBytes - prior * correction.peakBytes);
  else correction.peakBytes = within(bounds.peakBytes, (peakBytes - correction.extraPeakBytes) / prior);
}

/** After an overestimate: a little less is expected. */
function ease(correction: Correction, work: Workload, peakBytes: number): void {
  const { peakBytes: factor, extraPeakBytes: extra } = correction;
  // What is more than the factor says is part of the extra bytes.
  const ratio = Math.min(factor, easedRatio(work, peakBytes));
  correction.peakBytes = within(bounds.peakBytes, blend(factor, ratio, memoryEaseRate));
  correction.extraPeakBytes = blend(extra, Math.max(0, peakBytes - peakBytesPrior(work) * factor), memoryEaseRate);
}

/**
 * The ratio to the prior that an overestimate is believed to show. Below the prior only what even its pixels alone were
 * reckoned to need counts: a small image may just have spared the fixed part, which says nothing of a large one.
 */
function easedRatio(work: Workload, peakBytes: number): number {
  const prior = peakBytesPrior(work);
  // Every output has a pixel, and every encoder reckons some bytes for it.
  const pixelBytes = prior - fixedPeakBytes(work);
  return Math.max(peakBytes / prior, Math.min(1, peakBytes / pixelBytes));
}

const blend = (old: number, observed: number, rate: number): number => old + (observed - old) * rate;

const within = ([least, most]: readonly [number, number], value: number): number => Math.min(most, Math.max(least, value));
