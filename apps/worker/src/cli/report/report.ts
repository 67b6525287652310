import { type SandboxStatus, sandboxText } from "@pixelmill/core";
import type { SourceList } from "../sources/source.ts";
import type { ResultLine } from "./lines.ts";
import { ProgressBar, progressText, type Terminal } from "./progressBar.ts";
import { failureText, internalHint, summaryText } from "./summaryText.ts";
import { Tally } from "./tally.ts";

/** Where a report is written to. */
export interface ReportStreams {
  readonly stdout: Terminal;
  readonly stderr: Terminal & { readonly isTTY?: boolean };
}

export interface ReportOptions {
  readonly json: boolean;
  readonly quiet: boolean;
  /** Folder of the results, as the user wrote it. */
  readonly out: string;
}

/**
 * What the user sees of a run. Standard output has the lines of `--json`, else the summary; a progress bar, where standard error is a
 * terminal, and failures go to standard error.
 */
export class Report {
  readonly #options: ReportOptions;
  readonly #streams: ReportStreams;
  readonly #tally = new Tally();
  readonly #startedAt = performance.now();
  readonly #bar: ProgressBar | null;

  constructor(options: ReportOptions, streams: ReportStreams) {
    this.#options = options;
    this.#streams = streams;
    const text = (columns: number) => progressText(this.#tally, this.#elapsedMs(), columns);
    this.#bar = streams.stderr.isTTY === true && !options.quiet ? new ProgressBar(streams.stderr, text) : null;
  }

  /** In a terminal a line says first what holds the encoders. */
  begin(sandbox: SandboxStatus): void {
    if (this.#bar !== null) this.#streams.stderr.write(`Sandbox of the encoders: ${sandboxText(sandbox)}.\n`);
    this.#bar?.start();
  }

  listed({ sources, unreadable, skipped }: SourceList): void {
    this.#tally.files = sources.length + unreadable.length;
    this.#tally.listedBytes = sources.reduce((sum, { bytes }) => sum + bytes, 0);
    this.#tally.skipped = skipped;
  }

  /** What became of one file: a line for each result, or one for the whole. */
  add(lines: readonly ResultLine[]): void {
    this.#tally.add(lines);
    for (const line of lines) this.#json(line);
  }

  /** What there is of one file that was not finished. */
  addUnfinished(lines: readonly ResultLine[]): void {
    this.#tally.addUnfinished(lines);
    for (const line of lines) this.#json(line);
  }

  /** A file whose name had not told what it is holds no image. */
  passOver(bytes: number): void {
    this.#tally.passOver(bytes);
  }

  get failed(): boolean {
    return this.#tally.failures.length > 0;
  }

  /** Failures and summary; `stopped` says why the run ended early, null where it did not. */
  end(stopped: string | null): void {
    this.#bar?.stop();
    const failures = this.#tally.failures.sort((a, b) => (a.path < b.path ? -1 : 1));
    const { json, quiet, out } = this.#options;
    const summary = this.#tally.summary(this.#elapsedMs());
    this.#problems(failures.map(failureText));
    if (failures.some(({ error }) => error.code === "internal")) this.#problems([internalHint]);
    if (stopped !== null) this.#problems([stopped]);
    this.#json(summary);
    if (!quiet) this.#streams[json ? "stderr" : "stdout"].write(`${summaryText(this.#tally, summary, out)}\n`);
  }

  #problems(texts: readonly string[]): void {
    for (const text of texts) this.#streams.stderr.write(`${text}\n`);
  }

  #json(line: object): void {
    if (this.#options.json) this.#streams.stdout.write(`${JSON.stringify(line)}\n`);
  }

  #elapsedMs(): number {
    return performance.now() - this.#startedAt;
  }
}
