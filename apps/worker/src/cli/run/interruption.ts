/** Signals that stop a run, with the exit codes that shells give to them: 128 and the signal's number. */
const exitCodes = { SIGHUP: 129, SIGINT: 130, SIGPIPE: 141, SIGTERM: 143 } as const;

type StopSignal = keyof typeof exitCodes;

/** Signals within this time after the first are taken as the same: npx passes Ctrl-C on to a process that has had it already. */
const sameSignalMs = 1000;

/** Tells when a run is to stop before its end. */
export class Interruption {
  readonly #controller = new AbortController();
  readonly #listeners: [StopSignal, () => void][] = [];
  #first: { readonly signal: StopSignal; readonly at: number } | null = null;

  /** Listens to the process's signals. One that comes again later ends the process at once. */
  constructor() {
    for (const signal of ["SIGHUP", "SIGINT", "SIGTERM"] as const) {
      const listener = () => this.#receive(signal);
      process.on(signal, listener);
      this.#listeners.push([signal, listener]);
    }
    process.stdout.on("error", this.#outputFailed);
  }

  /** Aborts when the run is to stop. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** What the process then ends with; null where nothing has stopped it. */
  get exitCode(): number | null {
    return this.#first === null ? null : exitCodes[this.#first.signal];
  }

  dispose(): void {
    for (const [signal, listener] of this.#listeners) process.off(signal, listener);
  }

  #receive(signal: StopSignal): void {
    const now = performance.now();
    if (this.#first !== null && now - this.#first.at >= sameSignalMs) process.exit(exitCodes[signal]);
    this.#first ??= { signal, at: now };
    this.#controller.abort();
  }

  /** Whoever read the results has left (`| head`): what a signal says to programs that do not catch it. */
  readonly #outputFailed = (error: NodeJS.ErrnoException): void => {
    if (error.code !== "EPIPE") throw error;
    this.#receive("SIGPIPE");
  };
}
