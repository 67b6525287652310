import { randomBytes } from "node:crypto";
import {
  defaultSettings,
  type Id,
  type ImageInfo,
  idFromBytes,
  type JobRecord,
  type ReceivedSource,
  type TaskEnd,
  type TaskResult,
} from "@pixelmill/core";

export const anId = (): Id => idFromBytes(randomBytes(16));

export function aJob(changes: Partial<JobRecord> = {}): JobRecord {
  return {
    id: anId(),
    owner: "owner",
    state: "open",
    priority: "normal",
    toppedAt: null,
    settings: defaultSettings,
    createdAt: 1_700_000_000_000,
    finishedAt: null,
    ...changes,
  };
}

export function aSource(jobId: Id, changes: Partial<ReceivedSource> = {}): ReceivedSource {
  const taskId = anId();
  return { taskId, jobId, path: "a.jpg", sourceKey: `sources/${taskId}`, sourceBytes: 1000, sha256: "0".repeat(64), ...changes };
}

export const anInfo: ImageInfo = {
  format: "jpeg",
  width: 40,
  height: 30,
  frames: 1,
  hasAlpha: false,
  orientation: 1,
  progressive: false,
  hasMetadata: true,
  bitDepth: 8,
  fullChroma: false,
  bytes: 1000,
};

export const optimized = (bytes = 600): TaskResult => ({
  status: "optimized",
  output: { format: "webp", width: 40, height: 30, frames: 1, bytes },
  warnings: [],
});

export const keptOriginal: TaskResult = {
  status: "keptOriginal",
  reason: "wouldBeLarger",
  output: { format: "jpeg", width: 40, height: 30, frames: 1, bytes: 1000 },
  warnings: ["metadataKept"],
};

export const failed: TaskResult = { status: "failed", error: { code: "corruptImage", message: "The image is damaged." } };

export const cancelled: TaskResult = { status: "cancelled" };

/** The end of a task that has a file to deliver. */
export function delivered(taskId: Id, changes: Partial<TaskEnd> = {}): TaskEnd {
  return {
    taskId,
    result: optimized(),
    outputKey: `results/${taskId}`,
    outputPaths: [`${taskId}.webp`],
    encodeMs: 12.5,
    ...changes,
  };
}

/** The end of a task that has none. */
export const withoutFile = (taskId: Id, result: TaskResult): TaskEnd => ({
  taskId,
  result,
  outputKey: null,
  outputPaths: [],
  encodeMs: null,
});
