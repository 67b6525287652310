import type { Tally } from "./tally.ts";
import { durationText, savedText } from "./words.ts";

/** The part of a terminal that the bar needs. */
export interface Terminal {
  write(text: string): unknown;
  readonly columns?: number;
}

const intervalMs = 100;
const barWidth = 24;

/** Before so much time, in milliseconds, and such a part of the work, the rest is not guessed: it would be off by far. */
const guessAfterMs = 3000;
const guessFromFraction = 0.02;

const clearLine = "\r\u001b[K";

/** One line at the foot of a terminal that says how far a run is. */
export class ProgressBar {
  readonly #terminal: Terminal;
  readonly #text: () => string;
  #timer: NodeJS.Timeout | null = null;
  #shown = "";

  constructor(terminal: Terminal, text: (columns: number) => string) {
    this.#terminal = terminal;
    // A terminal that nobody told its size says 0.
    this.#text = () => text(terminal.columns || 80);
  }

  start(): void {
    this.#draw();
    this.#timer = setInterval(() => this.#draw(), intervalMs).unref();
  }

  /** Takes the line away. */
  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
    if (this.#shown !== "") this.#terminal.write(clearLine);
    this.#shown = "";
  }

  #draw(): void {
    const text = this.#text();
    if (text === this.#shown) return;
    this.#shown = text;
    this.#terminal.write(`${clearLine}${text}`);
  }
}

/** The bar's text, cut to the terminal's width. The bar follows the sources' bytes: files differ too much in size to be counted. */
export function progressText(tally: Tally, elapsedMs: number, columns: number): string {
  if (tally.files === 0) return "Looking for images …".slice(0, columns - 1);
  const fraction = tally.listedBytes === 0 ? 0 : Math.min(1, tally.endedBytes / tally.listedBytes);
  const full = Math.round(fraction * barWidth);
  const { sourceBytes, outputBytes, failed } = tally;
  const parts = [
    `${"█".repeat(full)}${"░".repeat(barWidth - full)} ${Math.floor(fraction * 100)} %`,
    `${tally.ended.toLocaleString("en")} of ${tally.files.toLocaleString("en")}`,
    failed === 0 ? "" : `${failed.toLocaleString("en")} failed`,
    sourceBytes === 0 ? "" : savedText(sourceBytes, outputBytes),
    restText(fraction, elapsedMs),
  ];
  return parts
    .filter((part) => part !== "")
    .join("  ")
    .slice(0, columns - 1);
}

function restText(fraction: number, elapsedMs: number): string {
  if (elapsedMs < guessAfterMs || fraction < guessFromFraction || fraction === 1) return "";
  return `${durationText((elapsedMs / fraction) * (1 - fraction))} left`;
}
