import { type BlobStore, type Failure, fail, failure, formatBytes, ok, type Result, type TaskView } from "@pixelmill/core";
import type { Config } from "../config/config.ts";
import { expectedFailure } from "../router/failureError.ts";
import type { HeldRoom } from "../service/diskAccount.ts";
import type { Owner, Service, StoredSource, UploadAnnouncement } from "../service/service.ts";
import { meter } from "./requestBody.ts";

/** A body that an upload brings. */
export interface UploadBody {
  readonly bytes: AsyncIterable<Uint8Array>;
  /** Null where it is not known. */
  readonly announcedBytes: number | null;
}

/** What became of an upload: a new task, or one that was here already, whose bytes were not read. */
export interface Received {
  readonly kind: "new" | "existing";
  readonly task: TaskView;
}

/** What takes a body in. */
export interface Receiver {
  readonly config: Pick<Config, "maxFileBytes" | "maxJobBytes">;
  readonly service: Service;
  readonly blobs: BlobStore;
}

/** The way in of every body: admit, store while streaming, commit. Nothing is left behind where it fails. */
export async function receiveBody(
  receiver: Receiver,
  owner: Owner,
  upload: UploadAnnouncement,
  body: UploadBody,
): Promise<Result<Received>> {
  const admitted = await receiver.service.admitUpload(owner, upload, body.announcedBytes);
  if (!admitted.ok) return admitted;
  if (admitted.value.kind === "existing") return ok({ kind: "existing", task: admitted.value.task });
  const { room } = admitted.value;
  const stored = await store(receiver, admitted.value, body).finally(() => room.release());
  return stored.ok ? commit(receiver, owner, upload, stored.value) : stored;
}

/**
 * Hands stored bytes over to the service; a refusal takes them away again. An unexpected error does not: whether the task
 * was committed is not known then, and what no task refers to is removed at the next start.
 */
export async function commit(
  { service, blobs }: Receiver,
  owner: Owner,
  upload: UploadAnnouncement,
  source: StoredSource,
): Promise<Result<Received>> {
  const received = await service.receiveUpload(owner, upload, source).catch(storageFailure);
  if (received.ok) return ok({ kind: "new", task: received.value });
  await blobs.delete([source.sourceKey]);
  return received;
}

/** The expected failure behind an error of storing bytes; any other error is thrown on. */
export function storageFailure(error: unknown): { readonly ok: false; readonly error: Failure } {
  const expected = expectedFailure(error);
  if (expected === null) throw error;
  return fail(expected);
}

async function store(
  { blobs, config }: Receiver,
  { sourceKey, maxBytes, room }: { readonly sourceKey: string; readonly maxBytes: number; readonly room: HeldRoom },
  body: UploadBody,
): Promise<Result<StoredSource>> {
  const bounds = { maxBytes, tooLarge: tooLarge(config, maxBytes), expectedBytes: body.announcedBytes, room };
  const metered = meter(body.bytes, bounds);
  try {
    const sourceBytes = await blobs.put(sourceKey, metered.bytes);
    return ok({ sourceKey, sourceBytes, sha256: metered.sha256() });
  } catch (error) {
    return storageFailure(error);
  }
}

// What the job has room for can be less than one file may have.
const tooLarge = ({ maxFileBytes, maxJobBytes }: Receiver["config"], maxBytes: number): Failure =>
  maxBytes < maxFileBytes
    ? failure("jobTooLarge", { limit: formatBytes(maxJobBytes) })
    : failure("fileTooLarge", { limit: formatBytes(maxFileBytes) });
