import type { BenchTrial, Contender, TrialRun } from "./benchTrial.ts";
import { type BenchMeasure, divide, type MeasuredValues, measuresOf, megapixelsPerSecond } from "./measures.ts";

/** Every number that a trial gives, contender by contender. Ratios are to the first one, within a round. */
export const trialMeasures = ({ contenders }: BenchTrial): BenchMeasure[] =>
  contenders.flatMap((contender) => measuresOf(contender.name, valuesOf(contender, contenders[0])));

function valuesOf(contender: Contender, first: Contender | undefined): MeasuredValues {
  const { runs, peakBytes } = contender;
  const rounds = contender === first ? [] : runs.map((own, round) => ({ own, reference: first?.runs[round] }));
  return {
    wallMs: runs.map(({ wallMs }) => wallMs),
    imagesPerSecond: runs.map(({ images, wallMs }) => (images / wallMs) * 1e3),
    megapixelsPerSecond: runs.map(megapixelsPerSecond),
    cpuSeconds: runs.map(({ cpuSeconds }) => cpuSeconds),
    cpuMsPerImage: runs.map(({ cpuSeconds, images }) => divide(cpuSeconds, images / 1e3)),
    peakBytes: [peakBytes],
    outputBytes: runs.map(({ outputBytes }) => outputBytes),
    batches: runs.map(({ batches }) => batches),
    throughputRatio: rounds.map(({ own, reference }) => throughputRatio(own, reference)),
    cpuRatio: rounds.map(({ own, reference }) => divide(reference?.cpuSeconds ?? null, own.cpuSeconds)),
  };
}

const throughputRatio = (own: TrialRun, reference: TrialRun | undefined): number | null =>
  reference === undefined ? null : megapixelsPerSecond(own) / megapixelsPerSecond(reference);
