import { createReadStream } from "node:fs";
import { copyFile, link, rm } from "node:fs/promises";
import { type BlobStore, fail, failure, formatBytes, isRetryable, ok, type Result, uploadRequest } from "@pixelmill/core";
import type { Upload } from "@tus/server";
import { validate } from "../http/validate.ts";
import type { Owner, StoredSource, UploadAnnouncement } from "../service/service.ts";
import { sha256OfFile } from "../store/fileHash.ts";
import type { AdoptedFile } from "../store/localBlobStore.ts";
import { commit, type Receiver, storageFailure } from "./receive.ts";
import { isReceived, type UploadStore } from "./uploadStore.ts";

/** A blob store on the same disk, which takes a finished file over instead of copying its bytes. */
export interface AdoptingBlobStore extends BlobStore {
  /** Makes the file a blob, durably; afterwards it is no longer where it was. */
  adopt(key: string, file: string): Promise<AdoptedFile>;
}

/**
 * Makes a task of a whole upload, once, however often and from wherever it is asked: a process that dies in the middle
 * leaves the upload whole, and the client's next HEAD or PATCH comes here again.
 */
export class UploadFinisher {
  readonly #running = new Map<string, Promise<Result<null>>>();
  readonly #store: UploadStore;
  readonly #receiver: Receiver;

  constructor(store: UploadStore, receiver: Receiver) {
    this.#store = store;
    this.#receiver = receiver;
  }

  finish(owner: Owner, upload: Upload): Promise<Result<null>> {
    const running = this.#running.get(upload.id) ?? this.#finish(owner, upload).finally(() => this.#running.delete(upload.id));
    this.#running.set(upload.id, running);
    return running;
  }

  async #finish(owner: Owner, { id }: Upload): Promise<Result<null>> {
    const upload = await this.#store.getUpload(id);
    if (isReceived(upload)) return ok(null);
    const announcement = validate(uploadRequest, announced(upload));
    const received = announcement.ok ? await this.#receive(owner, announcement.value, upload) : announcement;
    if (received.ok) await this.#store.finish(upload);
    else if (!isRetryable(received.error.code)) await this.#store.forget(id);
    return received;
  }

  async #receive(owner: Owner, announcement: UploadAnnouncement, upload: Upload): Promise<Result<null>> {
    // Without its size: its bytes are on the disk already and must not be counted a second time.
    const admitted = await this.#receiver.service.admitUpload(owner, announcement, null);
    if (!admitted.ok) return admitted;
    if (admitted.value.kind === "existing") return ok(null);
    admitted.value.room.release();
    if (upload.offset > admitted.value.maxBytes) {
      return fail(failure("jobTooLarge", { limit: formatBytes(this.#receiver.config.maxJobBytes) }));
    }
    const stored = await this.#adopt(upload, admitted.value.sourceKey);
    if (!stored.ok) return stored;
    const committed = await commit(this.#receiver, owner, announcement, stored.value);
    return committed.ok ? ok(null) : committed;
  }

  /** A second name of the file is handed over: the first stays until the task is committed. */
  async #adopt(upload: Upload, sourceKey: string): Promise<Result<StoredSource>> {
    const whole = this.#store.wholeFileOf(upload.id);
    try {
      await rm(whole, { force: true });
      await linkOrCopy(this.#store.fileOf(upload.id), whole);
      const { bytes, sha256 } = await handOver(this.#receiver.blobs, sourceKey, whole);
      return ok({ sourceKey, sourceBytes: bytes, sha256 });
    } catch (error) {
      await rm(whole, { force: true });
      return storageFailure(error);
    }
  }
}

/** What an upload's metadata announces, unchecked. */
export const announced = ({ metadata }: Pick<Upload, "metadata">) => ({
  jobId: metadata?.jobId ?? "",
  taskId: metadata?.taskId ?? "",
  path: metadata?.path ?? "",
});

async function handOver(blobs: BlobStore, key: string, file: string): Promise<AdoptedFile> {
  if (isAdopting(blobs)) return blobs.adopt(key, file);
  const sha256 = await sha256OfFile(file);
  const bytes = await blobs.put(key, createReadStream(file));
  await rm(file, { force: true });
  return { bytes, sha256 };
}

const isAdopting = (blobs: BlobStore): blobs is AdoptingBlobStore => "adopt" in blobs;

// Not every file system has hard links: exFAT has none.
const linkOrCopy = (from: string, to: string): Promise<void> => link(from, to).catch(() => copyFile(from, to));
