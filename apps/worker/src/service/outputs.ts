import {
  failure,
  isDelivered,
  isRenamed,
  namingOf,
  type OutputEnd,
  outputPaths,
  outputSuffixes,
  type TaskRecord,
  type TaskResult,
} from "@pixelmill/core";
import type { EngineEnd } from "../engine/engine.ts";
import { StorageFullError } from "../store/storageFull.ts";
import type { Parts } from "./parts.ts";

/** The outputs of a task that ended, their files in the blob store. */
export interface TakenOutputs {
  readonly outputs: readonly OutputEnd[];
  /** Keys of the files that were taken over: nobody's until the end is stored. */
  readonly newKeys: readonly string[];
}

/** Takes the files over that the engine made of a task. A file that cannot be stored fails its own output and no other. */
export async function takeOutputs(parts: Parts, record: TaskRecord, end: EngineEnd): Promise<TakenOutputs> {
  const { settings } = end.task;
  const suffixes = outputSuffixes(settings.outputs);
  const taken = await Promise.all(
    end.results.map(async (made, position) => {
      const { result: stored, key } = await takeFile(parts, record, made, end.outputFiles[position] ?? null);
      const result = withRenamed(stored, record.path, settings.keepTree);
      return { result, key, paths: pathsOf(record, end, stored, suffixes[position]) };
    }),
  );
  return { outputs: taken, newKeys: taken.flatMap(({ key }) => (key === null || key === record.sourceKey ? [] : [key])) };
}

/** The output as it can be stored, and the key of its file: the source's own where the original was kept. */
async function takeFile(
  { blobs, log, newId }: Parts,
  { taskId, sourceKey }: TaskRecord,
  result: TaskResult,
  file: string | null,
): Promise<Pick<OutputEnd, "result" | "key">> {
  if (file === null) return { result, key: result.status === "keptOriginal" ? sourceKey : null };
  const key = `results/${taskId}/${newId()}`;
  try {
    await blobs.adopt(key, file);
    return { result, key };
  } catch (error) {
    log.error({ taskId, err: error }, "a result could not be stored");
    return { result: failedBy(error), key: null };
  }
}

const pathsOf = (record: TaskRecord, { task }: EngineEnd, result: TaskResult, suffix = ""): Iterable<string> =>
  isDelivered(result)
    ? outputPaths(record.path, task.info.format, result.output.format, namingOf(task.settings, suffix, result.output))
    : [];

/** What a task comes to where something of ours went wrong. */
export const failedBy = (error: unknown): TaskResult => ({
  status: "failed",
  error: failure(error instanceof StorageFullError ? "storageFull" : "internal"),
});

/** The result with a warning where its delivered name differs from the path it came by. */
export function withRenamed<Of extends TaskResult>(result: Of, path: string, keepTree = true): Of {
  return isDelivered(result) && isRenamed(path, keepTree) ? { ...result, warnings: [...result.warnings, "renamed"] } : result;
}
