import {
  failure,
  type ImageInfo,
  isDelivered,
  isRenamed,
  namingOf,
  type OutputEnd,
  type OutputSettings,
  outputPaths,
  outputSuffixes,
  type Settings,
  type TaskRecord,
  type TaskResult,
} from "@pixelmill/core";
import type { EngineEnd } from "../engine/engine.ts";
import { treatmentName } from "../ledger/keys.ts";
import { StorageFullError } from "../store/storageFull.ts";
import type { PartlyReady } from "./ledger.ts";
import type { Parts } from "./parts.ts";

/** The outputs of a task that ended, their files in the blob store. */
export interface TakenOutputs {
  readonly outputs: readonly OutputEnd[];
  /** Keys of the files that were taken over: nobody's until the end is stored. */
  readonly newKeys: readonly string[];
}

/**
 * Takes the files over that the engine made of a task, all its outputs or those that were not ready before. A file that cannot be
 * stored fails its own output and no other.
 */
export async function takeOutputs(parts: Parts, record: TaskRecord, end: EngineEnd, task: PartlyReady): Promise<TakenOutputs> {
  const encoded = await Promise.all(
    end.results.map((result, at) =>
      takeFile(parts, record, { result, file: end.outputFiles[at] ?? null, wish: end.task.settings.outputs[at] }),
    ),
  );
  const newKeys = encoded.flatMap(({ key }) => (key === null || key === record.sourceKey ? [] : [key]));
  const rest = encoded.values();
  const all = task.ready.map((ready) => ready ?? rest.next().value ?? neverEnded);
  return { outputs: outputEnds(parts, record, end.task.info, task.settings, all), newKeys };
}

/** What is of an output before its place among the others is known. */
type LooseOutput = Pick<OutputEnd, "result" | "key" | "made">;

const neverEnded: LooseOutput = { result: { status: "failed", error: failure("internal") }, key: null };

/** Outputs as the store takes them, one for each of the settings': with the names they may be delivered under. */
export function outputEnds(
  { ledger }: Pick<Parts, "ledger">,
  record: TaskRecord,
  info: ImageInfo,
  settings: Settings,
  outputs: readonly LooseOutput[],
): OutputEnd[] {
  const [suffixes, keys] = [outputSuffixes(settings.outputs), ledger.keysOf(record, settings)];
  return outputs.map(({ result, ...file }, position) => {
    const ledgerKey = keys[position];
    const found = isDelivered(result) && ledgerKey !== undefined ? { ledgerKey } : {};
    return {
      ...file,
      ...found,
      result: withRenamed(result, record.path, settings.keepTree),
      paths: pathsOf(record, info, settings, result, suffixes[position]),
    };
  });
}

/** An output that the engine made. */
interface EncodedOutput {
  readonly result: TaskResult;
  readonly file: string | null;
  readonly wish: OutputSettings | undefined;
}

/** The output as it can be stored, and the key of its file: the source's own where the original was kept. */
async function takeFile(
  { blobs, log, newId }: Parts,
  { taskId, sourceKey }: TaskRecord,
  { result, file, wish }: EncodedOutput,
): Promise<LooseOutput> {
  if (file === null) return { result, key: result.status === "keptOriginal" ? sourceKey : null };
  const key = `results/${taskId}/${newId()}`;
  try {
    const { sha256 } = await blobs.adopt(key, file);
    return { result, key, ...(wish === undefined ? {} : { made: { sha256, treatment: treatmentName(wish) } }) };
  } catch (error) {
    log.error({ taskId, err: error }, "a result could not be stored");
    return { result: failedBy(error), key: null };
  }
}

const pathsOf = (record: TaskRecord, info: ImageInfo, settings: Settings, result: TaskResult, suffix = ""): Iterable<string> =>
  isDelivered(result)
    ? outputPaths(record.path, info.format, result.output.format, namingOf(settings, suffix, result.output))
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
