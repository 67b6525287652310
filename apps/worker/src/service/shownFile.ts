import {
  fail,
  failure,
  type Id,
  type ImageInfo,
  isDrawing,
  isFinal,
  isShownAsItIs,
  ok,
  type Result,
  type ShownFile,
  sourceFacts,
  type TaskRecord,
} from "@pixelmill/core";
import { deliveredOutput } from "./delivery.ts";
import { ownJob } from "./lookup.ts";
import type { Parts } from "./parts.ts";
import type { Previews } from "./previews.ts";
import type { DeliveredFile, Owner, Service } from "./service.ts";

/** A stored picture that somebody wants to see. */
interface Picture {
  readonly file: DeliveredFile;
  readonly shown: ShownFile;
  /** Everything that is known of it. */
  info(): Promise<Result<ImageInfo>>;
}

/** A file that shows a source or a result of the owner's: itself where browsers can, else its preview. */
export async function shownFile(
  parts: Parts,
  previews: Previews,
  owner: Owner,
  { jobId, taskId, side, preview }: Parameters<Service["shownFile"]>[1],
  leaving: AbortSignal,
): Promise<Result<DeliveredFile>> {
  const job = await ownJob(parts, owner, jobId);
  if (!job.ok) return job;
  const task = await parts.store.task(taskId);
  if (task === null || task.jobId !== jobId) return fail(failure("notFound"));
  const picture = side === "source" ? sourcePicture(task) : resultPicture(parts, task, side);
  if (!picture.ok) return picture;
  return !preview && isShownAsItIs(picture.value.shown)
    ? ok(picture.value.file)
    : previewFile(previews, taskId, picture.value, leaving);
}

/** What inspection refused is no picture. */
function sourcePicture({ info, state, path, sourceKey, outputs }: TaskRecord): Result<Picture> {
  if (info === null) {
    const [refused] = outputs;
    if (!isFinal(state)) return fail(failure("resultNotReady"));
    return fail(refused?.result.status === "failed" ? refused.result.error : failure("notFound"));
  }
  const { mimeType } = sourceFacts[info.format];
  return ok({
    file: { path, key: sourceKey, bytes: info.bytes, mimeType, ...packing(info) },
    shown: info,
    info: async () => ok(info),
  });
}

function resultPicture({ engine, blobs }: Parts, task: TaskRecord, output: number): Result<Picture> {
  const delivered = deliveredOutput(task, output);
  if (!delivered.ok) return delivered;
  const { file, facts } = delivered.value;
  // A drawing comes out as it came in.
  const packed = isDrawing(facts.format) && task.info !== null ? packing(task.info) : {};
  return ok({ file: { ...file, ...packed }, shown: facts, info: () => engine.inspect(blobs.pathOf(file.key)) });
}

const packing = ({ unpackedBytes }: ImageInfo): Pick<DeliveredFile, "contentEncoding"> =>
  unpackedBytes === undefined ? {} : { contentEncoding: "gzip" };

async function previewFile(
  previews: Previews,
  taskId: Id,
  { file, info }: Picture,
  leaving: AbortSignal,
): Promise<Result<DeliveredFile>> {
  const kept = await previews.kept(file.key);
  if (kept !== null) return ok(asPng(file, kept));
  const known = await info();
  if (!known.ok) return known;
  const made = await previews.make({ key: file.key, taskId, info: known.value }, leaving);
  if (!made.ok) return made;
  return ok(made.value === null ? file : asPng(file, made.value));
}

const asPng = ({ path }: DeliveredFile, { key, bytes }: Pick<DeliveredFile, "key" | "bytes">): DeliveredFile => ({
  path: `${path}.png`,
  key,
  bytes,
  mimeType: "image/png",
});
