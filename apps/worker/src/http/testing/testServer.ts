import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { idFromBytes, isFinal, type JobStore, type SettingsInput, settingsSchema, type TaskRecord } from "@pixelmill/core";
import { pino } from "pino";
import { vi } from "vitest";
import { type Access, openAccess } from "../../access/access.ts";
import { type Config, configFromEnv } from "../../config/config.ts";
import { createService, type RunningService } from "../../service/createService.ts";
import { LocalBlobStore } from "../../store/localBlobStore.ts";
import { SqliteJobStore } from "../../store/sqliteJobStore.ts";
import { createHttpServer } from "../server.ts";
import { type Answer, type Sent, send } from "./client.ts";
import { type TestEngine, testEngineOf } from "./testEngine.ts";

/** A worker's HTTP side on a free port of loopback, over real stores in a temporary directory and an engine for tests. */
export interface TestServer {
  readonly port: number;
  readonly dataDir: string;
  readonly access: Access;
  readonly service: RunningService;
  readonly store: JobStore;
  readonly blobs: LocalBlobStore;
  readonly engine: TestEngine;
  readonly server: Server;
  /** Lines logged at `error`, as JSON. */
  readonly errors: string[];
  send(path: string, sent?: Sent): Promise<Answer>;
  close(): Promise<void>;
}

/** Starts a server with the given settings, names as in the environment. */
export async function startTestServer(env: Record<string, string> = {}, keptDataDir: string | null = null): Promise<TestServer> {
  const dataDir = keptDataDir ?? (await mkdtemp(join(tmpdir(), "pixelmill-http-")));
  const config = configOf({ DATA_DIR: dataDir, DISK_RESERVE: "0", LEDGER: "off", ...env });
  const store = new SqliteJobStore(join(dataDir, "jobs.db"));
  const blobs = await LocalBlobStore.open(join(dataDir, "blobs"));
  const access = await openAccess(config);
  const errors: string[] = [];
  const log = pino({ level: "error" }, { write: (line: string) => void errors.push(line) });
  const service = createService({ config, store, blobs, log });
  await service.start();
  const server = createHttpServer({ config, service, blobs, access, log, dataDir });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await service.stop(0);
    await store.close();
    if (keptDataDir === null) await rm(dataDir, { recursive: true, force: true });
  };
  return {
    port,
    dataDir,
    access,
    service,
    store,
    blobs,
    engine: testEngineOf(join(dataDir, "desks")),
    server,
    errors,
    send: (path, sent) => send(port, path, sent),
    close,
  };
}

function configOf(env: Record<string, string>): Config {
  const read = configFromEnv(env);
  if (!read.ok) throw new Error(read.problems.join("\n"));
  return read.config;
}

export const newId = (): string => idFromBytes(randomBytes(16));

type OutputWish = NonNullable<SettingsInput["outputs"]>[number];

/** A job of the owner `local`, with the given outputs, one with default settings where none is. */
export async function createJob(
  { service }: TestServer,
  outputs: OutputWish | OutputWish[] = {},
  owner = "local",
): Promise<string> {
  const settings = settingsSchema.parse({ outputs: [outputs].flat() });
  const job = await service.createJob(owner, { settings, priority: "normal" });
  if (!job.ok) throw new Error(job.error.message);
  return job.value.id;
}

/** Uploads a file by PUT and waits until its task has ended. Gives the task. */
export async function uploadAndEnd(
  server: TestServer,
  jobId: string,
  path: string,
  content: string | Uint8Array,
): Promise<TaskRecord> {
  const taskId = newId();
  const query = new URLSearchParams({ path });
  const answer = await server.send(`/api/v1/jobs/${jobId}/files/${taskId}?${query}`, { method: "PUT", body: content });
  if (answer.status !== 201) throw new Error(`the upload answered ${answer.status}: ${answer.body}`);
  return taskEnded(server, taskId);
}

/** The task once it has ended. */
export function taskEnded({ store }: TestServer, taskId: string): Promise<TaskRecord> {
  return vi.waitFor(async () => {
    const task = await store.task(taskId);
    if (task === null || !isFinal(task.state)) throw new Error(`task ${taskId} has not ended: ${task?.state}`);
    return task;
  }, 5000);
}
