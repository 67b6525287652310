import { rm } from "node:fs/promises";
import { join } from "node:path";
import { type Id, type ImageInfo, isDelivered, recipeOf, type Settings, type TaskRecord } from "@pixelmill/core";
import { mkdir, removeFile } from "@pixelmill/native";
import type { EngineEnd } from "../engine/engine.ts";
import type { Parts } from "./parts.ts";
import { takeOffDesk } from "./takeOffDesk.ts";

/** A draft's file that is to be encoded before its job is started. */
export type SampleSource = Pick<TaskRecord, "taskId" | "jobId" | "sourceKey"> & { readonly info: ImageInfo };

/** One that is encoded with some settings. */
interface Sample {
  /** The engine's id of it: the task itself is not the engine's yet. */
  readonly id: Id;
  /** Whether an encoder has it: what runs is not ended for nothing. */
  isRunning: boolean;
  /** What came of it; null until it ended. Its files are in the samples' own folder. */
  ended: EngineEnd | null;
  /** The same once it has ended; null where it was cancelled. */
  readonly end: Promise<EngineEnd | null>;
}

/** A draft's samples, by recipe, by task. */
type JobSamples = Map<string, Map<Id, Sample>>;

/** Under what samples with the same settings are found: what the files are called is no part of it. */
const recipeKey = (settings: Settings): string => settings.outputs.map((wish) => recipeOf(settings, wish)).join("\n");

/**
 * Files of drafts that are encoded before their job is started, for an estimate. They go behind everything else, end no task and are in no
 * store, and so nothing is fsynced. A job that is started with the same settings takes over what was made for it; the rest is deleted, as
 * it is where the service ends.
 */
export class Samples {
  readonly #parts: Pick<Parts, "engine" | "blobs" | "config" | "newId" | "log">;
  readonly #directory: string;
  readonly #jobs = new Map<Id, JobSamples>();
  /** What the engine has, by its id. */
  readonly #atEngine = new Map<Id, { readonly sample: Sample; readonly settle: (end: EngineEnd) => Promise<void> }>();

  constructor(parts: Pick<Parts, "engine" | "blobs" | "config" | "newId" | "log">) {
    this.#parts = parts;
    this.#directory = join(parts.config.dataDir, "samples");
  }

  /** Makes the folder, without what a killed service left in it. */
  async start(): Promise<void> {
    await this.stop();
    await mkdir(this.#directory);
  }

  /** Deletes what no job has taken over. To be called once the engine has stopped. */
  stop(): Promise<void> {
    return rm(this.#directory, { recursive: true, force: true });
  }

  /** An encoder has begun a task, which may be one of these. */
  running(id: Id): void {
    const entry = this.#atEngine.get(id);
    if (entry !== undefined) entry.sample.isRunning = true;
  }

  /** The end of a task that is one of these; null where it is not. */
  ended(end: EngineEnd): Promise<void> | null {
    return this.#atEngine.get(end.task.id)?.settle(end) ?? null;
  }

  /** What came of a draft's samples with these settings so far, by task; null for those that have not ended. */
  of(jobId: Id, settings: Settings): ReadonlyMap<Id, EngineEnd | null> {
    const samples = this.#jobs.get(jobId)?.get(recipeKey(settings)) ?? [];
    return new Map(Array.from(samples, ([taskId, { ended }]) => [taskId, ended]));
  }

  /** Begins to encode a file, unless that was done. What waits of the draft with other settings is not wanted any more. */
  encode(source: SampleSource, settings: Settings): void {
    const key = recipeKey(settings);
    const samples = this.#jobs.get(source.jobId) ?? new Map();
    this.#jobs.set(source.jobId, samples);
    for (const [other, theirs] of samples)
      if (other !== key) this.#drop(theirs, ({ ended, isRunning }) => ended === null && !isRunning);
    const ours = samples.get(key) ?? new Map();
    samples.set(key, ours);
    if (!ours.has(source.taskId)) ours.set(source.taskId, this.#submit(source, settings));
  }

  /** The draft is started: what was made with other settings is dropped, and what waits is encoded as its task. */
  started(jobId: Id, settings: Settings): void {
    const key = recipeKey(settings);
    const samples = this.#jobs.get(jobId) ?? [];
    for (const [each, theirs] of samples)
      this.#drop(theirs, ({ ended, isRunning }) => each !== key || (ended === null && !isRunning));
  }

  /**
   * What was made of a started job's file, for its task to take over: its files are the caller's, who has them removed by {@link remove}.
   * What runs is waited for. Null where nothing was, or not all of it.
   */
  async claim(jobId: Id, taskId: Id, settings: Settings): Promise<EngineEnd | null> {
    const samples = this.#jobs.get(jobId)?.get(recipeKey(settings));
    const sample = samples?.get(taskId);
    if (samples === undefined || sample === undefined) return null;
    samples.delete(taskId);
    const end = await sample.end;
    if (end?.results.every(isDelivered)) return end;
    if (end !== null) await this.remove(end);
    return null;
  }

  /** Forgets everything of a job. */
  forget(jobId: Id): void {
    for (const samples of this.#jobs.get(jobId)?.values() ?? []) this.#drop(samples, () => true);
    this.#jobs.delete(jobId);
  }

  /** Deletes what is left of an end's files. */
  async remove({ outputFiles }: EngineEnd): Promise<void> {
    await Promise.all(outputFiles.map((file) => (file === null ? null : removeFile(file))));
  }

  #drop(samples: Map<Id, Sample>, isUnwanted: (sample: Sample) => boolean): void {
    for (const [taskId, sample] of samples) {
      if (!isUnwanted(sample)) continue;
      samples.delete(taskId);
      if (!sample.isRunning) this.#parts.engine.cancel([sample.id]);
      void sample.end.then((end) => end && this.remove(end)).catch((error: unknown) => this.#failed(sample.id, error));
    }
  }

  #submit({ jobId, sourceKey, info }: SampleSource, settings: Settings): Sample {
    const { engine, blobs, newId } = this.#parts;
    const id = newId();
    const { promise, resolve } = Promise.withResolvers<EngineEnd | null>();
    const sample: Sample = { id, isRunning: false, ended: null, end: promise };
    const settle = async (end: EngineEnd): Promise<void> => {
      this.#atEngine.delete(id);
      const isCancelled = end.results.some(({ status }) => status === "cancelled");
      sample.ended = isCancelled ? null : await this.#takeFiles(end);
      resolve(sample.ended);
    };
    this.#atEngine.set(id, { sample, settle: (end) => settle(end).finally(() => resolve(null)) });
    const task = { id, jobId, priority: "background", info, settings } as const;
    engine.submit([{ task, sourceFile: blobs.pathOf(sourceKey) }]);
    return sample;
  }

  async #takeFiles(end: EngineEnd): Promise<EngineEnd> {
    const outputFiles = await Promise.all(
      end.outputFiles.map(async (file, at) => {
        if (file === null) return null;
        const own = join(this.#directory, `${end.task.id}-${at}`);
        await takeOffDesk(file, own);
        return own;
      }),
    );
    return { ...end, outputFiles };
  }

  #failed(id: Id, error: unknown): void {
    this.#parts.log.warn({ sample: id, err: error }, "what was encoded for an estimate could not be deleted");
  }
}
