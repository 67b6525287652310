import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { join } from "node:path";

/** A worker service in a process of its own, as `npm start` runs it. */
export interface RunningWorker {
  readonly url: string;
  readonly pid: number;
  /** What it has printed so far. */
  output(): string;
  /** Resolves with exit code or signal. */
  readonly ended: Promise<number | NodeJS.Signals>;
  kill(signal: NodeJS.Signals): void;
}

export interface WorkerOptions {
  readonly dataDir: string;
  readonly workerPort?: number;
  readonly env?: Readonly<Record<string, string>>;
  /** Options of its Node. Default: those of this process. */
  readonly execArgv?: readonly string[];
  /** What is started, its options before those of Node. Default: Node. */
  readonly through?: readonly [program: string, ...options: string[]];
}

/** Starts a worker on a free port of loopback and waits until it is ready. Rejects with its output where it ends before. */
export async function startWorker({
  dataDir,
  workerPort,
  env = {},
  execArgv = process.execArgv,
  through,
}: WorkerOptions): Promise<RunningWorker> {
  const port = workerPort ?? (await freePort());
  const child = fork(join(import.meta.dirname, "../main.ts"), {
    env: { ...process.env, DATA_DIR: dataDir, WORKER_PORT: String(port), LOG_LEVEL: "warn", DISK_RESERVE: "0", ...env },
    ...(through === undefined
      ? { execArgv: [...execArgv] }
      : { execPath: through[0], execArgv: [...through.slice(1), process.execPath, ...execArgv] }),
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk) => (output += String(chunk)));
  const ended = once(child, "exit").then(([code, signal]) => code ?? signal);
  await Promise.race([ready(child), ended.then((end) => Promise.reject(new Error(`the worker ended (${end}): ${output}`)))]);
  return {
    url: `http://127.0.0.1:${port}`,
    pid: child.pid ?? 0,
    output: () => output,
    ended,
    kill: (signal) => child.kill(signal),
  };
}

async function ready(child: ChildProcess): Promise<void> {
  const [message] = await once(child, "message");
  if (message.type !== "ready") throw new Error("the worker said something else than ready");
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return typeof address === "object" && address !== null ? address.port : 0;
}
