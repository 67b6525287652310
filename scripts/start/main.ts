import { configFromEnv, configProblemsText } from "../../apps/worker/src/config/config.ts";
import { buildMissing } from "./build.ts";
import { Service } from "./service.ts";

const worker = new Service({ name: "worker", module: "apps/worker/src/main.ts", stopGraceMs: 30_000 });
const web = new Service({ name: "web", module: "apps/web/server.ts", stopGraceMs: 10_000 });
const stopped = new AbortController();

stopOnSignals();
await start();

async function start(): Promise<void> {
  try {
    checkSettings();
    await buildMissing(stopped.signal);
    // The worker goes second: when it prints the address, or the link with the access token, the pages are there.
    await web.start();
    await worker.start();
  } catch (error) {
    if (stopped.signal.aborted) return;
    console.error((error as Error).message);
    await end(1);
  }
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
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => {
      if (stopped.signal.aborted) return endNow();
      console.log("\nStopping. Once more to stop at once.");
      void end(0);
    });
  }
}

function endNow(): void {
  web.kill();
  worker.kill();
  process.exit(1);
}
