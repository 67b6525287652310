import { setTimeout as sleep } from "node:timers/promises";
import { type RunningWorker, startWorker } from "../runningWorker.ts";

/** Keeps a worker running, as `npm start` does: after each death another one, on the same port and data directory. */
export class Supervisor {
  readonly #options: Parameters<typeof startWorker>[0];
  #worker: RunningWorker | null = null;
  #starting: Promise<void> | null = null;
  /** Starts that failed, as they may on a full disk: the next is half a second later. */
  failedStarts: string[] = [];

  constructor(options: Parameters<typeof startWorker>[0]) {
    this.#options = options;
  }

  /** Id of the worker that runs; null while it starts. */
  get pid(): number | null {
    return this.#worker?.pid ?? null;
  }

  start(): Promise<void> {
    this.#starting ??= this.#start().finally(() => (this.#starting = null));
    return this.#starting;
  }

  /** Kills the worker (-9) and starts another. */
  async kill(): Promise<void> {
    const worker = this.#worker;
    if (worker === null) return;
    this.#worker = null;
    worker.kill("SIGKILL");
    await worker.ended;
    await this.start();
  }

  /** Ends the worker in order. Gives its exit code or signal. */
  async stop(): Promise<number | NodeJS.Signals | null> {
    await this.#starting;
    this.#worker?.kill("SIGTERM");
    return (await this.#worker?.ended) ?? null;
  }

  /** What the worker that runs has printed. */
  output(): string {
    return this.#worker?.output() ?? "";
  }

  async #start(): Promise<void> {
    while (this.#worker === null) {
      try {
        this.#worker = await startWorker(this.#options);
      } catch (error) {
        this.failedStarts.push(String(error));
        await sleep(500);
      }
    }
  }
}
