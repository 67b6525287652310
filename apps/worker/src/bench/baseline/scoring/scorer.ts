import type { BenchScoring } from "@pixelmill/core";
import { native, type QualityReference } from "@pixelmill/native";
import type { ScoredPixels } from "./pictures.ts";

/** What scoring took in one process. */
export interface ScoringCosts {
  /** Pixels that were scored, and the CPU time of it in seconds. */
  readonly pixels: number;
  readonly seconds: number;
  /** Of the largest picture: the most that a score added to the process, decoded pixels left out, in bytes; null where nothing tells. */
  readonly peak: { readonly pixels: number; readonly bytes: number } | null;
}

interface OpenReference {
  readonly reference: QualityReference;
  readonly size: string;
  readonly residentBytes: number | null;
}

/** Scores files against one picture after another, and notes what that takes. */
export class Scorer {
  readonly #decode: (file: string) => Promise<ScoredPixels>;
  #open: OpenReference | null = null;
  #costs: ScoringCosts = { pixels: 0, seconds: 0, peak: null };

  constructor(decode: (file: string) => Promise<ScoredPixels>) {
    this.#decode = decode;
  }

  get costs(): ScoringCosts {
    return this.#costs;
  }

  /** Opens the picture that files are scored against from now on. */
  async open(source: string): Promise<void> {
    const { codecs } = native;
    if (codecs === null) throw new Error("Scores need the native addon.");
    this.#open = null;
    const pixels = await this.#decode(source);
    const resident = residentBytes();
    const { result: reference, seconds } = await timed(() => codecs.openReference(pixels));
    this.#open = { reference, size: sizeOf(pixels), residentBytes: resident };
    this.#costs = { ...this.#costs, seconds: this.#costs.seconds + seconds };
  }

  /** The score of a file; null where it has another size, so that there is nothing to compare. */
  async score(file: string): Promise<number | null> {
    const open = this.#open;
    if (open === null) throw new Error("No reference was opened.");
    const pixels = await this.#decode(file);
    if (sizeOf(pixels) !== open.size) return null;
    native.resetPeak(process.pid);
    const { result, seconds } = await timed(() => open.reference.score(pixels));
    this.#costs = {
      pixels: this.#costs.pixels + pixels.width * pixels.height,
      seconds: this.#costs.seconds + seconds,
      peak: this.#peakWith(pixels, open),
    };
    return result;
  }

  #peakWith({ data, width, height }: ScoredPixels, { residentBytes: before }: OpenReference): ScoringCosts["peak"] {
    const known = this.#costs.peak;
    const peak = native.processMemory([process.pid])[0]?.peakResidentBytes ?? null;
    if (peak === null || before === null) return known;
    const found = { pixels: width * height, bytes: Math.max(0, peak - before - data.length) };
    if (known === null || found.pixels > known.pixels) return found;
    return found.pixels === known.pixels && found.bytes > known.bytes ? found : known;
  }
}

const sizeOf = ({ width, height }: ScoredPixels): string => `${width} × ${height}`;

/** CPU time of this process, in which nothing else runs meanwhile. */
async function timed<T>(work: () => Promise<T>): Promise<{ readonly result: T; readonly seconds: number }> {
  const begin = process.cpuUsage();
  const result = await work();
  const { user, system } = process.cpuUsage(begin);
  return { result, seconds: (user + system) / 1e6 };
}

const residentBytes = (): number | null => native.processMemory([process.pid])[0]?.residentBytes ?? null;

/** What scoring took in several processes together; null where nothing was scored. */
export function scoringCosts(costs: readonly ScoringCosts[]): BenchScoring | null {
  const pixels = costs.reduce((sum, cost) => sum + cost.pixels, 0);
  if (pixels === 0) return null;
  const seconds = costs.reduce((sum, cost) => sum + cost.seconds, 0);
  const peak = costs.flatMap((cost) => cost.peak ?? []).toSorted((a, b) => b.pixels - a.pixels)[0];
  return {
    pixels,
    cpuSecondsPerMegapixel: (seconds / pixels) * 1e6,
    peakBytesPerPixel: peak === undefined ? null : peak.bytes / peak.pixels,
  };
}
