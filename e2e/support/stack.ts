import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, vi } from "vitest";
import { freePort } from "../../apps/worker/src/testing/runningWorker.ts";
import { root } from "../../scripts/nx/runNx.ts";
import { commandOf, descendantsOf, survivorsOf } from "./processes.ts";

/** A whole Pixelmill, as `npm start` runs it: supervisor, worker with its encoders, web app. */
export interface Stack {
  /** The first link it printed. */
  readonly link: string;
  /** Where its front door is reached on this machine, without a path. */
  readonly url: string;
  /** Where its worker listens, which no visitor should need. */
  readonly workerUrl: string;
  /** Everything it has printed so far. */
  output(): string;
  /** Id of the process that was started. */
  readonly pid: number;
  /** Id of the worker's process. Waits for it while it is being started again. */
  workerPid(): Promise<number>;
  /** Stops it with SIGTERM. Rejects where it does not end with code 0, or leaves a process behind. */
  stop(): Promise<void>;
}

/** All is built before the first test. To build again puts the files in place anew, under the pages of the test that runs beside. */
export const withoutBuild = "--no-build";

/** What `npm start` runs. */
const supervisor: readonly [string, ...string[]] = [process.execPath, path.join(root, "scripts/start.mjs"), withoutBuild];

const running = new Set<Stack>();

/** All that were started and not stopped yet. */
export const runningStacks = (): readonly Stack[] => [...running];

/** How long a start or a stop may take before the test gives up, in milliseconds. */
const longestMs = 240_000;

/** Starts it on free ports, with a data directory of its own that goes with it. */
export async function startStack(settings: Readonly<Record<string, string>> = {}, command = supervisor): Promise<Stack> {
  const dataDir = await mkdtemp(path.join(tmpdir(), "pixelmill-e2e-"));
  const [port, workerPort] = [await freePort(), await freePort()];
  const [program, ...words] = command;
  const child = spawn(program, words, {
    cwd: root,
    env: { ...ownEnv(), PORT: String(port), WORKER_PORT: String(workerPort), DATA_DIR: dataDir, ...settings },
    stdio: ["ignore", "pipe", "pipe"],
  });
  process.once("exit", () => child.kill("SIGTERM"));
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text: string) => (output += text));
  const link = await printedLink(child, () => output).catch((error: unknown) => {
    child.kill("SIGKILL");
    throw error;
  });
  const stack: Stack = {
    link,
    url: `http://127.0.0.1:${new URL(link).port}`,
    workerUrl: `http://127.0.0.1:${workerPort}`,
    output: () => output,
    pid: child.pid ?? 0,
    workerPid: () => workerPid(child),
    stop: async () => {
      running.delete(stack);
      await stop(child, () => output);
      await rm(dataDir, { recursive: true, force: true });
    },
  };
  running.add(stack);
  return stack;
}

/** This process's environment without what would set up a Pixelmill, or tell it that a test runs it. */
function ownEnv(): NodeJS.ProcessEnv {
  const { HOST, ACCESS_TOKEN, ALLOWED_HOSTS, ENCODERS, MEMORY_LIMIT, NODE_ENV, VITEST, ...env } = process.env;
  return { ...env, LOG_LEVEL: "warn", DISK_RESERVE: "0" };
}

/** Rejects as soon as it has ended. */
async function printedLink(child: ChildProcess, output: () => string): Promise<string> {
  const ended = once(child, "exit").then(() => Promise.reject(new Error(`npm start ended before it was ready:\n${output()}`)));
  const printed = vi.waitFor(
    () => {
      const link = /Pixelmill is ready:\s+(http:\S+)/.exec(output())?.[1];
      if (link === undefined) throw new Error(`npm start has not printed its address:\n${output()}`);
      return link;
    },
    { timeout: longestMs, interval: 50 },
  );
  // Whichever comes later is of no interest.
  for (const each of [ended, printed]) each.catch(() => {});
  return Promise.race([ended, printed]);
}

function workerPid({ pid = 0 }: ChildProcess): Promise<number> {
  return vi.waitFor(
    () => {
      const found = descendantsOf(pid).find((each) => commandOf(each).includes("apps/worker/src/main.ts"));
      if (found === undefined) throw new Error("The worker does not run.");
      return found;
    },
    { timeout: longestMs, interval: 20 },
  );
}

async function stop(child: ChildProcess, output: () => string): Promise<void> {
  const started = descendantsOf(child.pid ?? 0);
  const ended = child.exitCode === null ? once(child, "exit") : Promise.resolve([child.exitCode]);
  child.kill("SIGTERM");
  const tooLong = setTimeout(() => child.kill("SIGKILL"), longestMs);
  const [code, signal] = await ended;
  clearTimeout(tooLong);
  // npm itself ends by the signal that it was sent.
  expect(code ?? signal, output()).toBe(child.spawnfile === "npm" ? "SIGTERM" : 0);
  // Killed is not yet gone: the system takes a moment.
  await vi.waitFor(() => expect(survivorsOf(started).map(commandOf)).toEqual([]), { timeout: 10_000 });
}
