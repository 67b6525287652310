import { buildMissing } from "./build.ts";
import { Service } from "./service.ts";

const worker = new Service({ name: "worker", module: "apps/worker/src/main.ts", stopGraceMs: 30_000 });
const web = new Service({ name: "web", module: "apps/web/server.ts", stopGraceMs: 10_000 });
const stopped = new AbortController();

stopOnSignals();
await start();

async function start(): Promise<void> {
  try {
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
