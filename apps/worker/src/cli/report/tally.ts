import { finalState, isKnown, type Warning } from "@pixelmill/core";
import type { ResultLine, SummaryLine } from "./lines.ts";

/** A file or a result that failed, as the summary lists it. */
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
  failed = 0;
  /** Bytes of the sources of all files that have ended. */
  endedBytes = 0;
  sourceBytes = 0;
  outputs = 0;
  outputBytes = 0;
  /** Files that nothing was encoded of, since it was known what they come to. */
  known = 0;
  readonly failures: FailedLine[] = [];
  /** Files by what is to be said of a result of theirs: each file once, whatever its results are. */
  readonly warnings = new Map<Warning, number>();

  get ended(): number {
    return this.optimized + this.keptOriginal + this.failed;
  }

  /** The lines of one file. */
  add(lines: readonly ResultLine[]): void {
    const state = finalState(lines);
    // No line is of a result that was not come to.
    if (state !== "cancelled") this[state] += 1;
    this.endedBytes += lines[0]?.sourceBytes ?? 0;
    if (lines.length > 0 && lines.every(isKnown)) this.known += 1;
    this.addUnfinished(lines);
  }

  /** The lines of one file that has not ended: its results count, the file counts as one that was not done. */
  addUnfinished(lines: readonly ResultLine[]): void {
    if (lines.some(({ status }) => status !== "failed")) this.sourceBytes += lines[0]?.sourceBytes ?? 0;
    for (const line of lines) this.#addResult(line);
    const said = lines.flatMap((line) => (line.status === "failed" ? [] : line.warnings));
    for (const warning of new Set(said)) this.warnings.set(warning, (this.warnings.get(warning) ?? 0) + 1);
  }

  #addResult(line: ResultLine): void {
    if (line.status === "failed") {
      this.failures.push(line);
      return;
    }
    this.outputs += 1;
    this.outputBytes += line.output.bytes;
  }

  /** A file turned out to hold no image, and its name had not said so: it was passed over. */
  passOver(bytes: number): void {
    this.files -= 1;
    this.listedBytes -= bytes;
    this.skipped += 1;
  }

  summary(elapsedMs: number): SummaryLine {
    const { files, optimized, keptOriginal, skipped, sourceBytes, outputs, outputBytes, known } = this;
    const counts = { files, optimized, keptOriginal, failed: this.failed, cancelled: files - this.ended, skipped };
    return { type: "summary", ...counts, sourceBytes, outputs, outputBytes, known, elapsedMs: Math.round(elapsedMs) };
  }
}
