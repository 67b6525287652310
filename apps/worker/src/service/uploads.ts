import {
  type Failure,
  fail,
  failure,
  formatBytes,
  maxPathLength,
  ok,
  type Result,
  type TaskView,
  takesFiles,
} from "@pixelmill/core";
import { ownJob } from "./lookup.ts";
import type { Parts } from "./parts.ts";
import type { Processing } from "./processing.ts";
import type { Owner, Service, StoredSource, UploadAnnouncement } from "./service.ts";
import { taskView } from "./views.ts";

/** Whether a file may come in, and what happens once it is here. */
export class Uploads {
  readonly #parts: Parts;
  readonly #processing: Processing;

  constructor(parts: Parts, processing: Processing) {
    this.#parts = parts;
    this.#processing = processing;
  }

  async admit(owner: Owner, upload: UploadAnnouncement, announcedBytes: number | null): ReturnType<Service["admitUpload"]> {
    const { store, config, disk, newId } = this.#parts;
    const job = await ownJob(this.#parts, owner, upload.jobId);
    if (!job.ok) return job;
    this.#parts.uses.touch(upload.jobId);
    const task = await store.task(upload.taskId);
    if (task !== null) {
      return task.jobId === upload.jobId
        ? ok({ kind: "existing", task: taskView(task, this.#parts) })
        : fail(failure("notFound"));
    }
    if (!takesFiles(job.value.state)) return fail(failure("jobSealed"));
    if (upload.path.length > maxPathLength) return fail(failure("pathTooLong", { limit: maxPathLength }));
    const jobRoom = await this.#jobRoom(upload, announcedBytes ?? 0);
    if (!jobRoom.ok) return jobRoom;
    const room = await disk.take(announcedBytes ?? 0);
    if (room === null) return fail(failure("storageFull"));
    const maxBytes = Math.min(config.maxFileBytes, jobRoom.value);
    return ok({ kind: "new", sourceKey: `sources/${newId()}`, maxBytes, room });
  }

  /** Bytes the job may still take. */
  async #jobRoom({ jobId }: UploadAnnouncement, announcedBytes: number): Promise<Result<number>> {
    const { store, config } = this.#parts;
    const totals = await store.totals(jobId);
    if (totals.files >= config.maxFilesPerJob) return fail(this.#exceeds("tooManyFiles"));
    if (announcedBytes > config.maxFileBytes) return fail(failure("fileTooLarge", { limit: formatBytes(config.maxFileBytes) }));
    const room = config.maxJobBytes - totals.sourceBytes;
    if (announcedBytes > room) return fail(this.#exceeds("jobTooLarge"));
    return ok(room);
  }

  async receive(owner: Owner, upload: UploadAnnouncement, source: StoredSource): Promise<Result<TaskView>> {
    const { store, blobs, bell, config } = this.#parts;
    const job = await ownJob(this.#parts, owner, upload.jobId);
    if (!job.ok || !takesFiles(job.value.state)) return this.#refuse(owner, upload, source);
    // Others may have come in since this one was admitted: the store has the last word.
    const received = await store.receive({ ...upload, ...source }, { files: config.maxFilesPerJob, bytes: config.maxJobBytes });
    if (received === "closed") return this.#refuse(owner, upload, source);
    if (received === "tooManyFiles" || received === "jobTooLarge") {
      await blobs.delete([source.sourceKey]);
      return fail(this.#exceeds(received));
    }
    const task = await store.task(upload.taskId);
    if (task === null || task.jobId !== upload.jobId) return fail(failure("notFound"));
    if (received === "existing" && task.sourceKey !== source.sourceKey) await blobs.delete([source.sourceKey]);
    if (received === "added") this.#processing.begin(job.value, task);
    bell.ring(upload.jobId);
    return ok(taskView(task, this.#parts));
  }

  #exceeds(code: "tooManyFiles" | "jobTooLarge"): Failure {
    const { maxFilesPerJob, maxJobBytes } = this.#parts.config;
    return code === "tooManyFiles"
      ? failure(code, { limit: maxFilesPerJob })
      : failure(code, { limit: formatBytes(maxJobBytes) });
  }

  /** Its job was sealed, cancelled or deleted while the bytes came in. */
  async #refuse(owner: Owner, { jobId }: UploadAnnouncement, { sourceKey }: StoredSource): Promise<Result<TaskView>> {
    await this.#parts.blobs.delete([sourceKey]);
    const job = await ownJob(this.#parts, owner, jobId);
    return job.ok ? fail(failure("jobSealed")) : job;
  }
}
