import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { type PlanConfig, planText } from "@pixelmill/core";
import { nodeOptions } from "../../nodeOptions.ts";
import type { SandboxMode } from "../../pool/sandbox/sandboxMode.ts";
import { freePort } from "./freePort.ts";

const workerModule = fileURLToPath(new URL("../../main.ts", import.meta.url));
const webModule = fileURLToPath(new URL("../../../../web/server.ts", import.meta.url));

/** How long a process may take to stop in order before it is killed, in milliseconds. */
const stopGraceMs = 10_000;

export interface ServiceWish {
  readonly dataDir: string;
  readonly encoders: "auto" | number;
  readonly memoryLimitBytes: number;
  readonly sandbox: SandboxMode;
  /** Choices of planning that differ from the defaults. */
  readonly plan: Partial<PlanConfig>;
  /** Settings besides, by their names. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Worker and web app as `npm start` runs them, on free ports of loopback. */
export interface ServiceProcesses {
  /** Where the web app is reached. */
  readonly url: string;
  readonly workerPid: number;
  readonly webPid: number;
  /** Stops both in order. */
  stop(): Promise<void>;
}

/** Starts both and waits until they are ready. Rejects with what they wrote where one ends before. */
export async function startService(wish: ServiceWish): Promise<ServiceProcesses> {
  const [port, workerPort] = [await freePort(), await freePort()];
  const env = serviceEnvironment(wish, port, workerPort);
  const children: ChildProcess[] = [];
  try {
    const worker = await start(workerModule, nodeOptions, env, children);
    const web = await start(webModule, [], env, children);
    return {
      url: `http://127.0.0.1:${port}`,
      workerPid: worker.pid ?? 0,
      webPid: web.pid ?? 0,
      stop: async () => void (await Promise.all(children.map(stop))),
    };
  } catch (error) {
    await Promise.all(children.map(stop));
    throw error;
  }
}

function serviceEnvironment(wish: ServiceWish, port: number, workerPort: number): NodeJS.ProcessEnv {
  return {
    ...process.env,
    NODE_ENV: "production",
    HOST: "127.0.0.1",
    PORT: String(port),
    WORKER_PORT: String(workerPort),
    DATA_DIR: wish.dataDir,
    ENCODERS: String(wish.encoders),
    MEMORY_LIMIT: String(wish.memoryLimitBytes),
    SANDBOX: wish.sandbox,
    PLAN: planText(wish.plan),
    // The same files come again and again, and each time is to be measured.
    LEDGER: "off",
    ACCESS_TOKEN: "",
    LOG_LEVEL: "error",
    ...wish.env,
  };
}

async function start(
  module: string,
  execArgv: readonly string[],
  env: NodeJS.ProcessEnv,
  children: ChildProcess[],
): Promise<ChildProcess> {
  // In a process group of its own: Ctrl-C then reaches only the benchmark, which stops it in order.
  const child = fork(module, [], {
    env,
    execArgv: [...process.execArgv, ...execArgv],
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    detached: process.platform !== "win32",
  });
  children.push(child);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => {
      output = (output + text).slice(-4000);
    });
  }
  const ended = once(child, "exit").then(() => Promise.reject(new Error(`${module} ended before it was ready:\n${output}`)));
  await Promise.race([once(child, "message"), ended]);
  ended.catch(() => {});
  return child;
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  if (process.platform === "win32") child.disconnect();
  else child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), stopGraceMs);
  await gone;
  clearTimeout(timer);
}
