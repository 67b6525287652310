import type { Id, JobRecord } from "@pixelmill/core";
import { UploadStore, uploadsDir } from "../upload/uploadStore.ts";
import { deleteWhole } from "./deletion.ts";
import { freeDiskBytes } from "./diskRoom.ts";
import type { Parts } from "./parts.ts";
import type { Processing } from "./processing.ts";

/** How often what has expired is looked for, in milliseconds. A look that finds nothing takes well below a millisecond. */
const intervalMs = 60_000;

/** How often uploads that were cut are looked for, in milliseconds: that reads their folder. */
const uploadsIntervalMs = 3600 * 1000;

/**
 * Deletes what nobody has wanted for long, or what the disk has no room for any more: uploads that were cut, and ended jobs, the one that
 * ended first first. Never what is in use. A job is deleted in slices, so that the service answers meanwhile.
 */
export class Expiry {
  readonly #parts: Parts;
  readonly #processing: Processing;
  readonly #uploads: UploadStore;
  #startedAt = 0;
  #uploadsAt = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | null = null;
  /** The look that is under way. */
  #looking: Promise<void> | null = null;
  #stopped = false;

  constructor(parts: Parts, processing: Processing) {
    this.#parts = parts;
    this.#processing = processing;
    this.#uploads = new UploadStore(uploadsDir(parts.config.dataDir), parts.config.uploadsKeepMs, parts.uploadRooms);
  }

  /** Removes what a killed service left of uploads. To be called before any comes in. */
  tidyUploads(): Promise<void> {
    return this.#uploads.tidy();
  }

  /** Looks now and every minute. */
  start(): void {
    this.#startedAt = Date.now();
    void this.look();
    this.#timer = setInterval(() => void this.look(), intervalMs).unref();
  }

  /** Begins nothing more, and waits for what is being deleted. */
  async stop(): Promise<void> {
    this.#stopped = true;
    if (this.#timer !== null) clearInterval(this.#timer);
    await this.#looking;
  }

  /** Deletes what has expired by now. One look at a time: asked for again, it is the one under way. Never rejects. */
  look(): Promise<void> {
    this.#looking ??= this.#look(Date.now())
      .catch((error: unknown) => this.#parts.log.warn({ err: error }, "what has expired could not be deleted"))
      .finally(() => (this.#looking = null));
    return this.#looking;
  }

  async #look(now: number): Promise<void> {
    await this.#closeForgotten(now);
    await this.#deleteUploads(now);
    await this.#expireDrafts(now);
    await this.#expireByAge(now);
    await this.#expireByDisk(now);
  }

  /** Nobody has sent a file to an open job for long: its list is closed, so that it ends and its time begins. */
  async #closeForgotten(now: number): Promise<void> {
    const { store, config, uses, bell, log } = this.#parts;
    for (const job of await store.activeJobs()) {
      const { id, state } = job;
      if (state !== "open" || uses.isUsed(id) || now - this.#usedAt(job) < config.uploadsKeepMs) continue;
      await Promise.all([store.setJobState(id, "sealed", null), this.#processing.finishJob(id)]);
      uses.closed(id);
      bell.ring(id);
      log.info({ jobId: id }, "a job that got no file for long is closed");
    }
  }

  /** When a file was last announced for a job, or brought. */
  #usedAt({ id, createdAt }: JobRecord): number {
    return Math.max(createdAt, this.#parts.uses.touchedAt(id) ?? this.#startedAt);
  }

  async #deleteUploads(now: number): Promise<void> {
    const { log } = this.#parts;
    const isShort = await this.#isShortOfRoom();
    if (!isShort && now - this.#uploadsAt < uploadsIntervalMs) return;
    this.#uploadsAt = now;
    const deleted = await this.#uploads.deleteUntouched(this.#unfinishedKeptMs(isShort));
    if (deleted > 0) log.info({ deleted }, "deleted abandoned uploads");
  }

  /** How long what was never finished may lie, in milliseconds. */
  #unfinishedKeptMs(isShort: boolean): number {
    const { uploadsKeepMs, resultsKeepLeastMs } = this.#parts.config;
    return isShort ? Math.min(uploadsKeepMs, resultsKeepLeastMs) : uploadsKeepMs;
  }

  /** Drafts that nobody has touched for long: nothing was asked for, so nothing is lost but the upload. */
  async #expireDrafts(now: number): Promise<void> {
    const drafts = (await this.#parts.store.activeJobs()).filter(({ state }) => state === "draft");
    for (const draft of drafts) {
      const keptMs = this.#unfinishedKeptMs(await this.#isShortOfRoom());
      if (this.#stopped || now - this.#usedAt(draft) < keptMs) continue;
      // It may have been started meanwhile; what is being started is in use.
      const current = await this.#parts.store.job(draft.id);
      if (current?.state === "draft") await this.#expire(current, "abandoned", now, new Set());
    }
  }

  async #expireByAge(now: number): Promise<void> {
    const { resultsKeepMs } = this.#parts.config;
    if (resultsKeepMs !== null) await this.#expireWhile(async () => true, "age", now - resultsKeepMs, now);
  }

  #expireByDisk(now: number): Promise<void> {
    const endedBefore = now - this.#parts.config.resultsKeepLeastMs;
    return this.#expireWhile(() => this.#isShortOfRoom(), "disk", endedBefore, now);
  }

  /** Deletes the jobs that ended before a moment, the first first, for as long as that has to be. */
  async #expireWhile(hasTo: () => Promise<boolean>, reason: "age" | "disk", endedBefore: number, now: number): Promise<void> {
    // What is in use stays, and is seen again by the next look.
    const passed = new Set<Id>();
    while (await hasTo()) {
      const next = await this.#next(endedBefore, passed);
      if (next === null) return;
      await this.#expire(next, reason, now, passed);
    }
  }

  async #isShortOfRoom(): Promise<boolean> {
    const { config } = this.#parts;
    return config.diskExpireBytes > 0 && (await freeDiskBytes(config.dataDir)) < config.diskExpireBytes;
  }

  /** The job that ended first of those that ended before a moment and were not passed over. */
  async #next(endedBefore: number, passed: ReadonlySet<Id>): Promise<JobRecord | null> {
    if (this.#stopped) return null;
    const jobs = await this.#parts.store.endedJobs(endedBefore, passed.size + 1);
    return jobs.find(({ id }) => !passed.has(id)) ?? null;
  }

  async #expire(job: JobRecord, reason: "age" | "disk" | "abandoned", now: number, passed: Set<Id>): Promise<void> {
    const { uses, activities, log } = this.#parts;
    // Its tasks may still be ending; read since, it may be at work again.
    const isAtRest = !activities.isAtWork(job.id);
    const isDeleted = isAtRest && (await uses.expire(job.id, () => deleteWhole(this.#parts, this.#processing, job, now)));
    if (isDeleted) log.info({ jobId: job.id, reason }, "a job has expired");
    else passed.add(job.id);
  }
}
