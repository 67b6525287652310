import type { BenchEqualScore, BenchLossless, BenchPreset, BenchTarget, ScoredFile } from "./benchQuality.ts";

/** A file is on target from the score that was asked for to so many points above it. */
export const targetBand = 2;

/** What encodes of several images came to together. */
export interface ScoreSummary {
  readonly files: number;
  readonly sourceBytes: number;
  readonly bytes: number;
  /** Of the scores; null of nothing. */
  readonly lowest: number | null;
  readonly mean: number | null;
  readonly highest: number | null;
  /** Null where the system does not tell, or nothing was encoded. */
  readonly cpuSecondsPerMegapixel: number | null;
}

export function scoreSummary(files: readonly Omit<ScoredFile, "name">[]): ScoreSummary {
  const scores = files.map(({ score }) => score).toSorted((a, b) => a - b);
  return {
    files: files.length,
    sourceBytes: sum(files, ({ sourceBytes }) => sourceBytes),
    bytes: sum(files, ({ bytes }) => bytes),
    lowest: scores[0] ?? null,
    mean: ratio(
      sum(scores, (score) => score),
      scores.length,
    ),
    highest: scores.at(-1) ?? null,
    cpuSecondsPerMegapixel: ratio(
      sumKnown(files, ({ cpuSeconds }) => cpuSeconds),
      sum(files, ({ pixels }) => pixels) / 1e6,
    ),
  };
}

export const presetSummary = ({ files }: BenchPreset): ScoreSummary => scoreSummary(files);

/** How well a target was met, and what it saves. Files that were kept as they are count with their bytes, not with their score. */
export function targetSummary({ files, fixed, target }: BenchTarget) {
  const encoded = files.filter(({ kept }) => !kept);
  const encodes = encoded.map((file) => file.encodes ?? 0);
  const bytes = sum(files, (file) => file.bytes);
  const fixedBytes = fixed === null ? null : sum(fixed.files, (file) => file.bytes);
  return {
    ...scoreSummary(encoded),
    sourceBytes: sum(files, ({ sourceBytes }) => sourceBytes),
    bytes,
    kept: files.length - encoded.length,
    onTarget: encoded.filter(({ score }) => score >= target && score <= target + targetBand).length,
    meanEncodes: ratio(
      sum(encodes, (each) => each),
      encodes.length,
    ),
    mostEncodes: Math.max(0, ...encodes),
    fixedBytes,
    /** Part of the fixed quality's bytes that is saved, 0–1. */
    saving: fixedBytes === null || fixedBytes === 0 ? null : 1 - bytes / fixedBytes,
  };
}

/** Balanced against another at the same scores: bytes and CPU time, its own ÷ the other's, over the images that both have. */
export function equalScoreSummary({ files }: BenchEqualScore) {
  const both = files.flatMap(({ own, ...peer }) => (own === null ? [] : [{ own, peer }]));
  const ownCpu = sumKnown(both, ({ own }) => own.cpuSeconds);
  const peerCpu = sumKnown(both, ({ peer }) => peer.cpuSeconds);
  return {
    peer: scoreSummary(both.map(({ peer }) => peer)),
    files: both.length,
    bytesRatio: ratio(
      sum(both, ({ own }) => own.bytes),
      sum(both, ({ peer }) => peer.bytes),
    ),
    cpuRatio: peerCpu === null ? null : ratio(ownCpu, peerCpu),
    ownQuality: ratio(
      sum(both, ({ own }) => own.quality),
      both.length,
    ),
  };
}

/** PNGs against `oxipng -o4`. */
export function losslessSummary({ files }: BenchLossless) {
  const bytes = sum(files, (file) => file.bytes);
  const oxipngCpu = sumKnown(files, ({ oxipngCpuSeconds }) => oxipngCpuSeconds);
  return {
    files: files.length,
    sourceBytes: sum(files, ({ sourceBytes }) => sourceBytes),
    bytes,
    different: files.filter(({ same }) => !same).length,
    bytesRatio: ratio(
      bytes,
      sum(files, ({ oxipngBytes }) => oxipngBytes),
    ),
    cpuRatio:
      oxipngCpu === null
        ? null
        : ratio(
            sumKnown(files, ({ cpuSeconds }) => cpuSeconds),
            oxipngCpu,
          ),
  };
}

const sum = <T>(items: readonly T[], of: (item: T) => number): number => items.reduce((total, item) => total + of(item), 0);

/** Null as soon as one is unknown. */
function sumKnown<T>(items: readonly T[], of: (item: T) => number | null): number | null {
  let total = 0;
  for (const item of items) {
    const value = of(item);
    if (value === null) return null;
    total += value;
  }
  return total;
}

const ratio = (a: number | null, b: number): number | null => (a === null || b === 0 ? null : a / b);
