import type { Server } from "node:http";
import { flushCompileCache } from "node:module";
import { join } from "node:path";
import { sandboxText } from "@pixelmill/core";
import { nativeStatus, setPathLogger } from "@pixelmill/native";
import { type Logger, pino } from "pino";
import { openAccess } from "./access/access.ts";
import { accessNotice } from "./access/accessLink.ts";
import { type Config, configFromEnv, configProblemsText } from "./config/config.ts";
import { createHttpServer } from "./http/server.ts";
import { sandboxRefusal } from "./pool/sandbox/sandbox.ts";
import { createService, type RunningService } from "./service/createService.ts";
import { lockDirectory } from "./store/directoryLock.ts";
import { LocalBlobStore } from "./store/localBlobStore.ts";
import { SqliteJobStore } from "./store/sqliteJobStore.ts";

/** How long tasks that are being encoded may take to end when the service is told to stop, in milliseconds. */
const stopGraceMs = 10_000;

await main();

async function main(): Promise<void> {
  const read = configFromEnv(process.env);
  if (!read.ok) return giveUp(configProblemsText(read.problems));
  const { config } = read;
  const refusal = sandboxRefusal(config.sandbox);
  if (refusal !== null) return giveUp(refusal);
  const problem = await lockOrExplain(config.dataDir);
  if (problem !== null) return giveUp(problem);
  const log = pino({ level: config.logLevel, base: undefined });
  setPathLogger((original, changed) => log.debug({ original, changed }, "long path"));
  await run(config, log);
}

/** Takes the data directory; the reason in words where that can't be done. */
async function lockOrExplain(dataDir: string): Promise<string | null> {
  try {
    const lock = await lockDirectory(dataDir);
    return lock.ok ? null : lock.error.message;
  } catch (error) {
    return `The data directory ${dataDir} cannot be used (${(error as Error).message}). Choose another with DATA_DIR.`;
  }
}

async function run(config: Config, log: Logger): Promise<void> {
  const store = new SqliteJobStore(join(config.dataDir, "jobs.db"));
  const blobs = await LocalBlobStore.open(join(config.dataDir, "blobs"));
  const access = await openAccess(config);
  const service = createService({ config, store, blobs, log });
  const server = createHttpServer({ config, service, blobs, access, log, dataDir: config.dataDir });
  stopWhenTold({ server, service, close: () => store.close(), log });
  await service.start();
  if (!(await listen(server, config.workerPort))) {
    await service.stop(0);
    console.error(`Port ${config.workerPort} is in use. Choose another with WORKER_PORT.`);
    process.exit(2);
  }
  logStart(log, config, await service.capacity());
  flushCompileCache();
  console.log(`\n${accessNotice(config, access.token)}\n`);
  process.send?.({ type: "ready" });
}

function logStart(log: Logger, config: Config, capacity: Awaited<ReturnType<RunningService["capacity"]>>): void {
  const { encoders, cores, budgetBytes, sandbox } = capacity;
  log.info({ encoders, cores, budgetBytes, port: config.workerPort, dataDir: config.dataDir }, "service started");
  if (nativeStatus.kind === "addon") log.info("memory probe and long paths: native addon");
  else log.warn({ missing: nativeStatus.missing }, "memory probe and long paths: portable, the native addon is missing");
  const isWanted = sandbox.state !== "full" && config.sandbox !== "off";
  log[isWanted ? "warn" : "info"](`sandbox of the encoders: ${sandboxText(sandbox)}`);
}

interface Stoppable {
  readonly server: Server;
  readonly service: RunningService;
  readonly close: () => Promise<void>;
  readonly log: Logger;
}

/** Stops in order on the first signal, or when the process that started this one is gone. */
function stopWhenTold(parts: Stoppable): void {
  let stopping = false;
  const stop = (reason: string): void => {
    if (stopping) return;
    stopping = true;
    stopInOrder(parts, reason).then(
      () => process.exit(0),
      (error: unknown) => {
        parts.log.error({ err: error }, "the service could not stop in order");
        process.exit(1);
      },
    );
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => stop(signal));
  process.on("disconnect", () => stop("disconnect"));
}

async function stopInOrder({ server, service, close, log }: Stoppable, reason: string): Promise<void> {
  log.info({ reason }, "service stops");
  server.close();
  await service.stop(stopGraceMs);
  server.closeAllConnections();
  await close();
  log.info("service stopped");
}

/** False where the port is taken. */
function listen(server: Server, port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => (error.code === "EADDRINUSE" ? resolve(false) : reject(error)));
    server.listen(port, "127.0.0.1", () => resolve(true));
  });
}

function giveUp(message: string): void {
  console.error(message);
  process.exitCode = 2;
}
