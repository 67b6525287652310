import { type ChildProcess, fork } from "node:child_process";
import { root } from "../nx/runNx.ts";
import { restartDelayMs } from "./backoff.ts";

/** What a service says over its IPC channel once it listens. */
export interface ReadyMessage {
  readonly type: "ready";
  /** Where it is reached. */
  readonly url?: string;
}

export interface ServiceOptions {
  /** Shown in messages. */
  readonly name: string;
  /** The module to fork, absolute or relative to the repository's root. */
  readonly module: string;
  /** Options of its Node. Default: none. */
  readonly nodeOptions?: readonly string[];
  /** How long a stop may take before the service is killed, in milliseconds. */
  readonly stopGraceMs: number;
}

/** The crash of a service that ran this long counts as the first one again, in milliseconds. */
const healthyAfterMs = 60_000;

const isWindows = process.platform === "win32";

/**
 * One child process that is started again when it crashes.
 *
 * The child sends `{ type: "ready" }` over IPC when it listens. It ends in order on SIGTERM, and when the channel closes: that is how
 * it learns that this process was killed.
 */
export class Service {
  readonly #options: ServiceOptions;
  #child: ChildProcess | null = null;
  #crashes = 0;
  #stopping = false;
  #restart: NodeJS.Timeout | undefined;

  constructor(options: ServiceOptions) {
    this.#options = options;
  }

  /** The id of the running process; `null` where none runs. */
  get pid(): number | null {
    return this.#child?.pid ?? null;
  }

  /** Starts it for the first time; resolves with its first message. Rejects where it ends before: then nothing is tried again. */
  start(): Promise<ReadyMessage> {
    const startedAt = performance.now();
    const child = this.#fork();
    return new Promise((resolve, reject) => {
      let ready = false;
      child.on("message", (message) => {
        if (!isReady(message)) return;
        ready = true;
        resolve(message);
      });
      child.once("exit", (code, signal) => {
        const reason = signal ?? `code ${code}`;
        if (ready || this.#crashes > 0) this.#restartLater(performance.now() - startedAt, reason);
        if (!ready) reject(new Error(`${this.#options.name} ended before it was ready (${reason})`));
      });
    });
  }

  /** Asks the process to end, and kills it and all it started after the grace. Resolves when it is gone. */
  async stop(): Promise<void> {
    this.#stopping = true;
    clearTimeout(this.#restart);
    const child = this.#child;
    if (!child) return;
    const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
    if (isWindows) child.disconnect();
    else child.kill("SIGTERM");
    const timer = setTimeout(() => this.kill(), this.#options.stopGraceMs);
    await gone;
    clearTimeout(timer);
  }

  /** Kills the process and all it started, at once. */
  kill(): void {
    this.#stopping = true;
    clearTimeout(this.#restart);
    if (this.#child) killGroup(this.#child);
  }

  #fork(): ChildProcess {
    // A process group of its own: a terminal's Ctrl-C then reaches only us, and we stop our services in order.
    const child = fork(this.#options.module, [], {
      cwd: root,
      execArgv: [...process.execArgv, ...(this.#options.nodeOptions ?? [])],
      detached: !isWindows,
      stdio: ["ignore", "inherit", "inherit", "ipc"],
      env: { NODE_ENV: "production", ...process.env },
    });
    this.#child = child;
    child.on("error", (error) => console.error(`${this.#options.name}: ${error.message}`));
    child.once("exit", () => {
      this.#child = null;
      killGroup(child);
    });
    return child;
  }

  #restartLater(ranMs: number, reason: string): void {
    if (this.#stopping) return;
    this.#crashes = ranMs > healthyAfterMs ? 1 : this.#crashes + 1;
    const delayMs = restartDelayMs(this.#crashes);
    console.error(`${this.#options.name} ended (${reason}); starting it again in ${delayMs / 1000} s`);
    // A failure here is handled by the next crash, and has been printed.
    this.#restart = setTimeout(() => void this.start().catch(() => {}), delayMs);
  }
}

const isReady = (message: unknown): message is ReadyMessage =>
  typeof message === "object" && message !== null && "type" in message && message.type === "ready";

/** Kills what is left of a child's process group; on Windows, which has none, the child. */
function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(isWindows ? pid : -pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
