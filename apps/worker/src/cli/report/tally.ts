import type { Warning } from "@pixelmill/core";
import type { ResultLine, SummaryLine } from "./lines.ts";

/** A file that failed, as the summary lists it. */
export type FailedLine = Extract<ResultLine, { readonly status: "failed" }>;

/** Sums of a run, kept up to date. */
export class Tally {
  /** Files to be dealt with, known once they are listed. */
  files = 0;
  /** Bytes of all of them. */
  listedBytes = 0;
  skipped = 0;
  optimized = 0;
  keptOriginal = 0;
  /** Bytes of the sources of all files that have ended. */
  endedBytes = 0;
  sourceBytes = 0;
  outputBytes = 0;
  readonly failures: FailedLine[] = [];
  readonly warnings = new Map<Warning, number>();

  get ended(): number {
    return this.optimized + this.keptOriginal + this.failures.length;
  }

  add(line: ResultLine): void {
    this.endedBytes += line.sourceBytes ?? 0;
    if (line.status === "failed") {
      this.failures.push(line);
      return;
    }
    this[line.status] += 1;
    this.sourceBytes += line.sourceBytes ?? 0;
    this.outputBytes += line.output.bytes;
    for (const warning of line.warnings) this.warnings.set(warning, (this.warnings.get(warning) ?? 0) + 1);
  }

  /** A file turned out to hold no image, and its name had not said so: it was passed over. */
  passOver(bytes: number): void {
    this.files -= 1;
    this.listedBytes -= bytes;
    this.skipped += 1;
  }

  summary(elapsedMs: number): SummaryLine {
    const { files, optimized, keptOriginal, skipped, sourceBytes, outputBytes } = this;
    const counts = { files, optimized, keptOriginal, failed: this.failures.length, cancelled: files - this.ended, skipped };
    return { type: "summary", ...counts, sourceBytes, outputBytes, elapsedMs: Math.round(elapsedMs) };
  }
}
