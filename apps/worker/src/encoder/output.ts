import {
  type EncodedResult,
  type Encoding,
  type Failure,
  maxBytesOf,
  type PassOutput,
  type Result,
  type Warning,
} from "@pixelmill/core";
import type { EncodeTask } from "../protocol/messages.ts";
import { choose } from "./choose.ts";
import type { Desk } from "./desk.ts";
import { failureOf } from "./failures/failureOf.ts";
import type { OutputShape } from "./shape.ts";
import { type DraftFile, type DraftName, discard, writeOutput } from "./steps/write.ts";

/** What became of one output, by its place in the settings. */
export interface MadeOutput {
  readonly index: number;
  readonly result: EncodedResult;
}

/** An encoded image that is not yet chosen. */
export interface Draft extends DraftFile {
  /** What it was to be: of several formats that were tried, the one it is. */
  readonly shape: OutputShape;
  readonly encoding: Encoding;
  readonly warnings: readonly Warning[];
}

/** The part that is the same for every output: the choice between it and its original, and its file. */
export async function encodeOutput(
  task: EncodeTask,
  desk: Desk,
  { index, settings: wish }: PassOutput,
  makeDraft: (draftName: DraftName) => Promise<Result<Draft>>,
): Promise<MadeOutput> {
  const { taskId, info, settings } = task;
  const maxBytes = maxBytesOf(wish.quality);
  try {
    const draft = await makeDraft((attempt) => desk.draft(taskId, index, attempt));
    if (!draft.ok) return { index, result: failed(draft.error) };
    const result = choose({ info, settings, maxBytes, ...draft.value });
    if (result.status === "optimized") await writeOutput(draft.value.file, desk.output(taskId, index));
    else await discard(draft.value.file);
    return { index, result };
  } catch (error) {
    return { index, result: await failureIn(task, desk, error) };
  }
}

/** The failure of what could not be read or encoded. */
export const failureIn = async (task: EncodeTask, desk: Desk, error: unknown): Promise<EncodedResult> =>
  failed(await failureOf(error, { path: desk.source(task.taskId), format: task.info.format }));

const failed = (error: Failure): EncodedResult => ({ status: "failed", error });
