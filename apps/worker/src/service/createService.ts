import { randomBytes } from "node:crypto";
import { join } from "node:path";
import type { JobStore } from "@pixelmill/core";
import { idFromBytes } from "@pixelmill/core";
import { native, nativeStatus } from "@pixelmill/native";
import type { Config } from "../config/config.ts";
import { createEngine, type Engine } from "../engine/engine.ts";
import type { Log } from "../pool/log.ts";
import { Activities } from "./activities.ts";
import { ChangeBell } from "./changeBell.ts";
import { jobChanges } from "./changes.ts";
import { deliveredFile, deliveredFiles } from "./delivery.ts";
import { JobMeters } from "./jobMeters.ts";
import { Jobs } from "./jobs.ts";
import { Ledger } from "./ledger.ts";
import { ownJob } from "./lookup.ts";
import { OneShots } from "./oneShots.ts";
import type { FileBlobStore, Parts } from "./parts.ts";
import { Processing } from "./processing.ts";
import { jobReport } from "./report.ts";
import { removeLeftovers, resumeJobs } from "./resume.ts";
import type { Service } from "./service.ts";
import { Uploads } from "./uploads.ts";
import { Urgency } from "./urgency.ts";

export interface ServiceOptions {
  readonly config: Config;
  readonly store: JobStore;
  readonly blobs: FileBlobStore;
  readonly log: Log;
}

/** A service that can be started and stopped. */
export interface RunningService extends Service {
  /** Cleans up after a cut run, warms the encoders, and goes on with unfinished jobs. */
  start(): Promise<void>;
  /** Lets what is being encoded end within `graceMs`; what remains is taken up at the next start. */
  stop(graceMs: number): Promise<void>;
}

export function createService(options: ServiceOptions): RunningService {
  const parts = createParts(options);
  const jobs = new Jobs(parts.shared, parts.processing);
  const urgency = new Urgency(parts.shared);
  const uploads = new Uploads(parts.shared, parts.processing);
  const { shared, processing, oneShots } = parts;
  return {
    start: async () => {
      await oneShots.start();
      await removeLeftovers(shared);
      await Promise.all([shared.engine.start(), shared.ledger.start()]);
      await shared.meters.start();
      await resumeJobs(shared, processing);
    },
    stop: async (graceMs) => {
      await shared.engine.stop(graceMs);
      await shared.meters.stop();
    },
    createJob: (owner, request) => jobs.create(owner, request),
    job: (owner, jobId) => jobs.get(owner, jobId),
    jobs: (owner) => jobs.list(owner),
    sealJob: (owner, jobId) => jobs.seal(owner, jobId),
    cancelJob: (owner, jobId) => jobs.cancel(owner, jobId),
    deleteJob: (owner, jobId) => jobs.delete(owner, jobId),
    tasks: (owner, request) => jobs.tasks(owner, request),
    cancelTasks: (owner, request) => jobs.cancelTasks(owner, request),
    retryTasks: (owner, request) => jobs.retryTasks(owner, request),
    jobReport: (owner, jobId) => jobReport(shared, owner, jobId),
    changes: async (owner, { jobId, since }, signal) => {
      const job = await ownJob(shared, owner, jobId);
      return job.ok ? { ok: true, value: jobChanges(shared, job.value, since, signal) } : job;
    },
    setPriority: (owner, request) => urgency.setPriority(owner, request),
    moveJobToTop: (owner, jobId) => urgency.moveJobToTop(owner, jobId),
    moveTasksToTop: (owner, request) => urgency.moveTasksToTop(owner, request),
    optimizeOnce: (wish, leaving) => oneShots.run(wish, leaving),
    capacity: async () => capacity(shared.engine),
    metrics: () => ({ ...shared.engine.metrics(), known: shared.ledger.served }),
    admitUpload: (owner, upload, announcedBytes) => uploads.admit(owner, upload, announcedBytes),
    receiveUpload: (owner, upload, source) => uploads.receive(owner, upload, source),
    deliveredFile: (owner, request) => deliveredFile(shared, owner, request),
    deliveredFiles: (owner, jobId, taskIds) => deliveredFiles(shared, owner, jobId, taskIds),
  };
}

interface ServiceParts {
  readonly shared: Parts;
  readonly processing: Processing;
  readonly oneShots: OneShots;
}

function createParts({ config, store, blobs, log }: ServiceOptions): ServiceParts {
  const bell = new ChangeBell();
  const activities = new Activities();
  /** Tells a job's listeners; a one-shot has none. */
  const note = (taskId: string, change: () => void): void => {
    const jobId = activities.jobOf(taskId);
    if (jobId === null) return;
    change();
    bell.ring(jobId);
  };
  const engine = createEngine({
    desksDir: join(config.dataDir, "desks"),
    encoders: config.encoders,
    leastEncoders: config.minEncoders,
    memoryLimitBytes: config.memoryLimitBytes,
    memorySampleMs: config.memorySampleMs,
    limits: { maxPixels: config.maxMegapixels * 1e6, maxFrames: config.maxFrames },
    plan: config.plan,
    log,
    listener: {
      taskQueued: (taskId) => note(taskId, () => activities.queued(taskId)),
      taskRunning: (taskId, encoder) => note(taskId, () => activities.running(taskId, encoder)),
      // The engine tells nothing before it is started, and both are there by then.
      taskEnded: (end) => oneShots.ended(end) ?? processing.ended(end),
    },
  });
  const meters = new JobMeters({ store, engine, activities, log });
  const ledger = new Ledger({ store, blobs, config });
  const newId = () => idFromBytes(randomBytes(16));
  const shared: Parts = { config, store, blobs, engine, log, bell, activities, meters, ledger, codecs: nativeStatus, newId };
  const processing = new Processing(shared);
  const oneShots = new OneShots(shared);
  return { shared, processing, oneShots };
}

async function capacity(engine: Engine): ReturnType<Service["capacity"]> {
  const { waiting: _, ...status } = engine.status();
  return { ...status, memory: native.systemMemory(), native: nativeStatus };
}
