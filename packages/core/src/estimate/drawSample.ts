import type { SourceFormat } from "../formats/formats.ts";
import type { Id } from "../job/id.ts";

/** What of a file decides which ones stand for it. */
export interface SampledFile {
  readonly id: Id;
  readonly format: SourceFormat;
  /** At least 1. */
  readonly bytes: number;
  /** Time that its encodes are expected to take on one core, in milliseconds. */
  readonly expectedMs: number;
}

/** Files of one format and of about one size, and the one of them that stands for all. */
export interface Stratum {
  readonly pick: SampledFile;
  /** Strata of one group hold the same format, or the same rest of rare ones. Counted from 0. */
  readonly group: number;
  /** Sums over its files, the pick's included. */
  readonly files: number;
  readonly bytes: number;
  readonly expectedMs: number;
}

/** Files that are encoded to estimate what a job will come to. */
export const sampleSize = 8;

/**
 * A stratified sample of at most `size` files: every format has its own strata, the more the more bytes it has, and each stratum of a
 * format has about as many bytes as the others, from its smallest files to its largest. So a file stands for bytes and not for names: a
 * few large photos count for more than many icons. Of a stratum a file of `known` is taken where there is one, else the one in the middle
 * of its bytes. Where no more than `size` files are there, each stands for itself. Formats beyond `size`, the rarest by bytes, are one.
 */
export function drawSample(files: readonly SampledFile[], known: ReadonlySet<Id> = new Set(), size = sampleSize): Stratum[] {
  return groupsOf(files, size).flatMap((group, at) => strataOf(group, at, known));
}

interface Group {
  readonly files: readonly SampledFile[];
  readonly bytes: number;
  /** How many strata it gets. */
  share: number;
}

/** Files by format, the format with the most bytes first. */
function groupsOf(files: readonly SampledFile[], size: number): Group[] {
  const formats = [...grouped(files, ({ format }) => format).values()].toSorted((a, b) => bytesOf(b) - bytesOf(a));
  const rare = formats.slice(size - 1).flat();
  const groups = (formats.length <= size ? formats : [...formats.slice(0, size - 1), rare]).map(
    (each): Group => ({ files: each, bytes: bytesOf(each), share: 1 }),
  );
  for (let left = Math.min(size, files.length) - groups.length; left > 0; left -= 1)
    groups.reduce((most, each) => (shareOf(each) > shareOf(most) ? each : most)).share += 1;
  return groups;
}

/** Bytes in each stratum of a group, as far as it can be divided any more. */
const shareOf = ({ files, bytes, share }: Group): number => (share < files.length ? bytes / share : -1);

function strataOf({ files, share }: Group, group: number, known: ReadonlySet<Id>): Stratum[] {
  const sorted = files.toSorted((a, b) => a.bytes - b.bytes || (a.id < b.id ? -1 : 1));
  const parts = share === sorted.length ? sorted.map((file) => [file]) : partsOf(sorted, share);
  return parts.map((part) => ({
    pick: pickOf(part, known),
    group,
    files: part.length,
    bytes: bytesOf(part),
    expectedMs: part.reduce((sum, { expectedMs }) => sum + expectedMs, 0),
  }));
}

/** Sorted files in at most so many parts of about as many bytes. What is larger than a part makes one with fewer files. */
function partsOf(sorted: readonly SampledFile[], count: number): SampledFile[][] {
  const step = bytesOf(sorted) / count;
  let before = 0;
  const parts = grouped(sorted, ({ bytes }) => {
    const middle = before + bytes / 2;
    before += bytes;
    return Math.floor(middle / step);
  });
  return [...parts.values()];
}

function grouped<Key>(files: readonly SampledFile[], keyOf: (file: SampledFile) => Key): Map<Key, SampledFile[]> {
  const groups = new Map<Key, SampledFile[]>();
  for (const file of files) {
    const key = keyOf(file);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [file]);
    else group.push(file);
  }
  return groups;
}

/** The file that holds the middle byte; of those that are known already, the one nearest to it. */
function pickOf(part: readonly SampledFile[], known: ReadonlySet<Id>): SampledFile {
  const half = bytesOf(part) / 2;
  let before = 0;
  const distances = part.map((file) => {
    const distance = Math.max(before - half, half - before - file.bytes, 0);
    before += file.bytes;
    return { file, distance };
  });
  const knownOnes = distances.filter(({ file }) => known.has(file.id));
  const candidates = knownOnes.length > 0 ? knownOnes : distances;
  return candidates.reduce((best, each) => (each.distance < best.distance ? each : best)).file;
}

const bytesOf = (files: readonly SampledFile[]): number => files.reduce((sum, { bytes }) => sum + bytes, 0);
