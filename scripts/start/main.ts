import { parseArgs } from "node:util";
import { configFromEnv, configProblemsText } from "../../apps/worker/src/config/config.ts";
import { nodeOptions } from "../../apps/worker/src/nodeOptions.ts";
import { buildMissing } from "./build.ts";
import { Service } from "./service.ts";

const worker = new Service({ name: "worker", module: "apps/worker/src/main.ts", nodeOptions, stopGraceMs: 30_000 });
const web = new Service({ name: "web", module: "apps/web/server.ts", stopGraceMs: 10_000 });
const stopped = new AbortController();

/** A terminal's Ctrl-C may come twice, from the terminal and passed on by npm: only a later one is a second, in milliseconds. */
const repeatMs = 1000;
/** How often it is looked whether npm's shell is still there, in milliseconds. */
const shellCheckMs = 500;

stopOnSignals();
stopWithNpm();
await start();

async function start(): Promise<void> {
  try {
    checkSettings();
    if (wantsBuild()) await buildMissing(stopped.signal);
    // The worker goes second: when it prints the address, or the link with the access token, the pages are there.
    await web.start();
    await worker.start();
  } catch (error) {
    if (stopped.signal.aborted) return;
    console.error((error as Error).message);
    await end(1);
  }
}

/** `--no-build` starts what was built before. A build puts its files in place anew, which another Pixelmill of this folder may be reading. */
function wantsBuild(): boolean {
  const { values } = parseArgs({ options: { "no-build": { type: "boolean" } } });
  return values["no-build"] !== true;
}

/** All that is wrong with the settings at once, before anything is built: the web app would tell only of its own. */
function checkSettings(): void {
  const config = configFromEnv(process.env);
  if (!config.ok) throw new Error(configProblemsText(config.problems));
}

/** The web app goes first, so that nobody is let in while the worker finishes what it has begun. */
async function end(code: number): Promise<void> {
  stopped.abort();
  await web.stop();
  await worker.stop();
  process.exit(code);
}

/** The first signal stops in order, the second at once. */
function stopOnSignals(): void {
  let firstAt = Number.NEGATIVE_INFINITY;
  const onSignal = (): void => {
    const now = performance.now();
    if (!stopped.signal.aborted) {
      firstAt = now;
      console.log("\nStopping. Once more to stop at once.");
      void end(0);
    } else if (now - firstAt > repeatMs) endNow();
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, onSignal);
}

/** npm runs this through a shell, which a signal to npm ends without passing it on: that the shell is gone is the signal then. */
function stopWithNpm(): void {
  if (process.env.npm_lifecycle_event !== "start") return;
  const shell = process.ppid;
  const check = setInterval(() => {
    if (process.ppid === shell) return;
    clearInterval(check);
    if (!stopped.signal.aborted) void end(0);
  }, shellCheckMs);
  check.unref();
}

function endNow(): void {
  web.kill();
  worker.kill();
  process.exit(1);
}
