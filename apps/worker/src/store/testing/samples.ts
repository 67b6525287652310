import { randomBytes } from "node:crypto";
import {
  defaultSettings,
  type Id,
  type ImageInfo,
  idFromBytes,
  type JobRecord,
  type OutputEnd,
  type ReceivedSource,
  type Settings,
  settingsSchema,
  type TaskEnd,
  type TaskResult,
} from "@pixelmill/core";
import { makeInfo } from "../../testing/imageInfo.ts";

export const anId = (): Id => idFromBytes(randomBytes(16));

export function aJob(changes: Partial<JobRecord> = {}): JobRecord {
  return {
    id: anId(),
    owner: "owner",
    state: "open",
    priority: "normal",
    toppedAt: null,
    settings: defaultSettings,
    revision: 0,
    createdAt: 1_700_000_000_000,
    reopenedAt: null,
    finishedAt: null,
    ...changes,
  };
}

/** Settings that ask for so many outputs. */
export const settingsOf = (outputs: number): Settings =>
  settingsSchema.parse({ outputs: Array.from({ length: outputs }, (_, at) => ({ quality: at + 1 })) });

export function aSource(jobId: Id, changes: Partial<ReceivedSource> = {}): ReceivedSource {
  const taskId = anId();
  return { taskId, jobId, path: "a.jpg", sourceKey: `sources/${taskId}`, sourceBytes: 1000, sha256: "0".repeat(64), ...changes };
}

export const anInfo: ImageInfo = makeInfo({ hasMetadata: true });

export const optimized = (bytes = 600): Extract<TaskResult, { readonly status: "optimized" }> => ({
  status: "optimized",
  output: { format: "webp", width: 40, height: 30, frames: 1, bytes },
  warnings: [],
});

export const keptOriginal: Extract<TaskResult, { readonly status: "keptOriginal" }> = {
  status: "keptOriginal",
  reason: "wouldBeLarger",
  output: { format: "jpeg", width: 40, height: 30, frames: 1, bytes: 1000 },
  warnings: ["metadataKept"],
};

export const failed: TaskResult = { status: "failed", error: { code: "corruptImage", message: "The image is damaged." } };

export const cancelled: TaskResult = { status: "cancelled" };

/** An output that has a file. */
export const withFile = (output: Partial<OutputEnd> = {}): OutputEnd => {
  const name = anId();
  return { result: optimized(), key: `results/${name}`, paths: [`${name}.webp`], ...output };
};

/** The end of a task whose one output has a file. */
export const delivered = (taskId: Id, output: Partial<OutputEnd> = {}): TaskEnd => ({
  taskId,
  outputs: [withFile({ key: `results/${taskId}`, ...output })],
  encodeMs: 12.5,
});

/** The end of a task of which no output has one. */
export const withoutFile = (taskId: Id, result: TaskResult, outputs = 1): TaskEnd => ({
  taskId,
  outputs: Array.from({ length: outputs }, () => ({ result, key: null, paths: [] })),
  encodeMs: null,
});
