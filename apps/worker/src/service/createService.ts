import { randomBytes } from "node:crypto";
import { join } from "node:path";
import type { JobStore } from "@pixelmill/core";
import { idFromBytes } from "@pixelmill/core";
import { native, nativeStatus } from "@pixelmill/native";
import type { Config } from "../config/config.ts";
import { createEngine } from "../engine/engine.ts";
import type { Log } from "../pool/log.ts";
import { UploadRooms } from "../upload/uploadRooms.ts";
import { Activities } from "./activities.ts";
import { ChangeBell } from "./changeBell.ts";
import { jobChanges } from "./changes.ts";
import { deliveredFile, deliveredFiles } from "./delivery.ts";
import { createDiskAccount, freeDiskBytes } from "./diskRoom.ts";
import { Estimates } from "./estimates.ts";
import { Expiry } from "./expiry.ts";
import { JobMeters } from "./jobMeters.ts";
import { Jobs } from "./jobs.ts";
import { Ledger } from "./ledger.ts";
import { ownJob } from "./lookup.ts";
import { OneShots } from "./oneShots.ts";
import type { FileBlobStore, Parts } from "./parts.ts";
import { Previews } from "./previews.ts";
import { Processing } from "./processing.ts";
import { jobReport } from "./report.ts";
import { removeLeftovers, resumeJobs } from "./resume.ts";
import { Revisions } from "./revisions.ts";
import { Room } from "./room.ts";
import { Samples } from "./samples.ts";
import type { Service } from "./service.ts";
import { shownFile } from "./shownFile.ts";
import { Uploads } from "./uploads.ts";
import { Urgency } from "./urgency.ts";
import { Uses } from "./uses.ts";

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
  /** Deletes what has expired by now, as is done every minute. */
  expire(): Promise<void>;
}

export function createService(options: ServiceOptions): RunningService {
  const parts = createParts(options);
  const jobs = new Jobs(parts.shared, parts.processing);
  const revisions = new Revisions(parts.shared, parts.processing);
  const urgency = new Urgency(parts.shared);
  const uploads = new Uploads(parts.shared, parts.processing);
  const expiry = new Expiry(parts.shared, parts.processing);
  const { shared, processing, oneShots } = parts;
  const estimates = new Estimates(shared);
  const previews = new Previews(shared);
  return {
    start: async () => {
      await Promise.all([oneShots.start(), shared.samples.start()]);
      await Promise.all([removeLeftovers(shared), expiry.tidyUploads()]);
      await Promise.all([shared.engine.start(), shared.ledger.start()]);
      await shared.meters.start();
      await resumeJobs(shared, processing);
      expiry.start();
    },
    expire: () => expiry.look(),
    stop: async (graceMs) => {
      shared.room.stop();
      await expiry.stop();
      await shared.engine.stop(graceMs);
      await shared.samples.stop();
      await shared.meters.stop();
    },
    createJob: (owner, request) => jobs.create(owner, request),
    startJob: (owner, request) => jobs.start(owner, request),
    estimate: (owner, request) => estimates.estimate(owner, request),
    job: (owner, jobId) => jobs.get(owner, jobId),
    jobs: (owner) => jobs.list(owner),
    sealJob: (owner, jobId) => jobs.seal(owner, jobId),
    cancelJob: (owner, jobId) => jobs.cancel(owner, jobId),
    deleteJob: (owner, jobId) => jobs.delete(owner, jobId),
    tasks: (owner, request) => jobs.tasks(owner, request),
    cancelTasks: (owner, request) => jobs.cancelTasks(owner, request),
    retryTasks: (owner, request) => jobs.retryTasks(owner, request),
    reviseJob: (owner, request) => revisions.revise(owner, request),
    jobReport: (owner, jobId) => jobReport(shared, owner, jobId),
    changes: async (owner, { jobId, since }, signal) => {
      const job = await ownJob(shared, owner, jobId);
      return job.ok ? { ok: true, value: jobChanges(shared, job.value, since, signal) } : job;
    },
    setPriority: (owner, request) => urgency.setPriority(owner, request),
    moveJobToTop: (owner, jobId) => urgency.moveJobToTop(owner, jobId),
    moveTasksToTop: (owner, request) => urgency.moveTasksToTop(owner, request),
    use: (jobId) => shared.uses.begin(jobId),
    optimizeOnce: (wish, leaving) => oneShots.run(wish, leaving),
    uploadRooms: shared.uploadRooms,
    capacity: () => capacity(shared),
    metrics: () => ({ ...shared.engine.metrics(), known: shared.ledger.served }),
    admitUpload: (owner, upload, announcedBytes) => uploads.admit(owner, upload, announcedBytes),
    receiveUpload: (owner, upload, source) => uploads.receive(owner, upload, source),
    deliveredFile: (owner, request) => deliveredFile(shared, owner, request),
    shownFile: (owner, request, leaving) => shownFile(shared, previews, owner, request, leaving),
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
    limits: {
      maxPixels: config.maxMegapixels * 1e6,
      maxFrames: config.maxFrames,
      maxSvgBytes: config.maxSvgBytes,
      maxSvgElements: config.maxSvgElements,
    },
    sandbox: config.sandbox,
    plan: config.plan,
    log,
    listener: {
      taskQueued: (taskId) => note(taskId, () => activities.queued(taskId)),
      taskRunning: (taskId, encoder) => {
        samples.running(taskId);
        note(taskId, () => activities.running(taskId, encoder));
      },
      // The engine tells nothing before it is started, and all of them are there by then.
      taskEnded: (end) => oneShots.ended(end) ?? samples.ended(end) ?? processing.ended(end),
    },
  });
  const meters = new JobMeters({ store, engine, activities, log });
  const ledger = new Ledger({ store, blobs, config });
  const newId = () => idFromBytes(randomBytes(16));
  const samples = new Samples({ engine, blobs, config, newId, log });
  const disk = createDiskAccount(config);
  const shared: Parts = {
    config,
    store,
    blobs,
    engine,
    log,
    bell,
    activities,
    meters,
    ledger,
    uses: new Uses(),
    samples,
    disk,
    uploadRooms: new UploadRooms((bytes) => disk.take(bytes)),
    room: new Room({ config, log }),
    codecs: nativeStatus,
    newId,
  };
  const processing = new Processing(shared);
  const oneShots = new OneShots(shared);
  return { shared, processing, oneShots };
}

async function capacity({ engine, room, config }: Parts): ReturnType<Service["capacity"]> {
  const { waiting: _, ...status } = engine.status();
  const disk = {
    freeBytes: await freeDiskBytes(config.dataDir),
    reserveBytes: config.diskReserveBytes,
    waiting: room.waiting,
  };
  return { ...status, disk, memory: native.systemMemory(), native: nativeStatus };
}
