import { randomBytes } from "node:crypto";
import { join } from "node:path";
import type { JobStore } from "@pixelmill/core";
import { idFromBytes, isFinal, type TaskView } from "@pixelmill/core";
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
import { ownJob } from "./lookup.ts";
import type { FileBlobStore, Parts } from "./parts.ts";
import { Processing } from "./processing.ts";
import { jobReport } from "./report.ts";
import { removeLeftovers, resumeJobs } from "./resume.ts";
import type { Service } from "./service.ts";
import { Uploads } from "./uploads.ts";
import { Urgency } from "./urgency.ts";
import { taskView } from "./views.ts";

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
  const { shared, processing } = parts;
  return {
    start: async () => {
      await removeLeftovers(shared);
      await shared.engine.start();
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
    capacity: async () => capacity(shared.engine),
    metrics: () => shared.engine.metrics(),
    admitUpload: (owner, upload, announcedBytes) => uploads.admit(owner, upload, announcedBytes),
    receiveUpload: (owner, upload, source) => uploads.receive(owner, upload, source),
    deliveredFile: (owner, request) => deliveredFile(shared, owner, request),
    deliveredFiles: (owner, jobId, taskIds) => deliveredFiles(shared, owner, jobId, taskIds),
    taskEnded: (taskId, signal) => taskEnded(shared, taskId, signal),
  };
}

function createParts({ config, store, blobs, log }: ServiceOptions): { readonly shared: Parts; readonly processing: Processing } {
  const bell = new ChangeBell();
  const activities = new Activities();
  const ring = (taskId: string): void => {
    const jobId = activities.jobOf(taskId);
    if (jobId !== null) bell.ring(jobId);
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
      taskQueued: (taskId) => {
        activities.queued(taskId);
        ring(taskId);
      },
      taskRunning: (taskId, encoder) => {
        activities.running(taskId, encoder);
        ring(taskId);
      },
      // The engine tells nothing before it is started, and processing is there by then.
      taskEnded: (end) => processing.ended(end),
    },
  });
  const meters = new JobMeters({ store, engine, activities, log });
  const newId = () => idFromBytes(randomBytes(16));
  const shared: Parts = { config, store, blobs, engine, log, bell, activities, meters, newId };
  const processing = new Processing(shared);
  return { shared, processing };
}

async function capacity(engine: Engine): ReturnType<Service["capacity"]> {
  const { waiting: _, ...status } = engine.status();
  return { ...status, memory: native.systemMemory(), native: nativeStatus };
}

async function taskEnded(parts: Parts, taskId: string, signal: AbortSignal): Promise<TaskView> {
  const first = await parts.store.task(taskId);
  if (first === null) throw new Error("no such task");
  const listening = new AbortController();
  const bell = parts.bell.listen(first.jobId, AbortSignal.any([signal, listening.signal]));
  try {
    for (;;) {
      const task = await parts.store.task(taskId);
      signal.throwIfAborted();
      if (task === null || isFinal(task.state)) return taskView(task ?? first, parts);
      await bell.next();
    }
  } finally {
    listening.abort();
  }
}
