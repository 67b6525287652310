import { randomBytes } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type BatchTask,
  type Id,
  type ImageInfo,
  idFromBytes,
  type OutputSettingsInput,
  type SettingsInput,
  settingsSchema,
} from "@pixelmill/core";
import { silentLog } from "../log.ts";
import { createPool, type EncoderPool, type PoolOptions } from "../pool.ts";
import { Recorder } from "./recorder.ts";

/** A real pool over a temporary directory, with sources to encode and a listener that records. */
export interface Workshop {
  readonly pool: EncoderPool;
  readonly heard: Recorder;
  readonly directory: string;
  readonly desksDir: string;
  /** Stores a source and makes the task of it. */
  task(bytes: Uint8Array, info: ImageInfo, options?: TaskOptions): Promise<BatchTask>;
  sourceFile(taskId: Id): string;
  close(): Promise<void>;
}

export interface TaskOptions {
  /** The output, where the task has one only. */
  readonly settings?: OutputSettingsInput;
  readonly outputs?: SettingsInput["outputs"];
  readonly deadlineMs?: number;
  readonly threads?: number;
}

export interface WorkshopOptions extends Partial<Omit<PoolOptions, "desksDir" | "sourceFile" | "listener">> {
  /** Encoders spawned. Default 1. */
  readonly encoders?: number;
}

/** Starts a pool of one encoder with one task in flight, unless told otherwise. */
export async function openWorkshop({ encoders = 1, ...options }: WorkshopOptions = {}): Promise<Workshop> {
  const directory = await mkdtemp(join(tmpdir(), "pixelmill-pool-"));
  const sources = join(directory, "sources");
  const desksDir = join(directory, "desks");
  await mkdir(sources);
  const heard = new Recorder();
  const sourceFile = (taskId: Id) => join(sources, taskId);
  const pool = createPool({ inFlight: 1, log: silentLog, ...options, desksDir, sourceFile, listener: heard });
  await pool.prepare();
  for (let count = 0; count < encoders; count++) pool.spawn();
  await pool.warm();
  return {
    pool,
    heard,
    directory,
    desksDir,
    sourceFile,
    task: async (bytes, info, given = {}) => {
      const id = idFromBytes(randomBytes(16));
      await writeFile(sourceFile(id), bytes);
      return batchTask(id, info, given);
    },
    close: async () => {
      await pool.stop(0);
      await rm(directory, { recursive: true, force: true });
    },
  };
}

const batchTask = (
  id: Id,
  info: ImageInfo,
  { settings = {}, outputs = [settings], deadlineMs = 60_000, threads = 1 }: TaskOptions,
): BatchTask => ({
  task: { id, jobId: id, priority: "normal", info, settings: settingsSchema.parse({ outputs }) },
  deadlineMs,
  threads,
});
