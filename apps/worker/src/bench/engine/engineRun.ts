import { randomBytes } from "node:crypto";
import { rename } from "node:fs/promises";
import {
  type EncoderId,
  type Id,
  type ImageInfo,
  idFromBytes,
  type PictureTask,
  pixelCount,
  type RunPicture,
  type Settings,
  type TaskResult,
} from "@pixelmill/core";
import type { Engine, EngineEnd, EngineListener, EngineTask } from "../../engine/engine.ts";
import { type FileResult, fileResult } from "../variants/fileResult.ts";
import { difference } from "./histogram.ts";

/** A file and where its outputs go: `output` with the place of each behind it. */
export interface EngineFile {
  readonly name: string;
  readonly source: string;
  readonly output: string;
  /** It is interactive, and comes only when half of the others have ended. */
  readonly urgent?: boolean;
}

export interface EngineRunResult {
  /** When it began, Unix time in milliseconds. */
  readonly beganAt: number;
  readonly wallMs: number;
  /** From the first header that was asked for to the last that was read, beside the encodes, in milliseconds. */
  readonly inspectionMs: number;
  readonly results: readonly FileResult[];
  readonly tasks: readonly PictureTask[];
  readonly batchSizes: RunPicture["batchSizes"];
}

interface Course {
  readonly file: EngineFile;
  readonly info: ImageInfo;
  submittedMs: number;
  startedMs: number;
  /** Null until one has begun it. */
  encoder: EncoderId | null;
}

/** Runs sets of files through an engine, one set at a time, and notes what its tasks went through. Also the engine's listener. */
export class EngineRun implements EngineListener {
  readonly #courses = new Map<Id, Course>();
  #begin = 0;
  #results: FileResult[] = [];
  /** Results of the last task that ended. */
  #ended: readonly TaskResult[] = [];
  #tasks: PictureTask[] = [];
  #left = 0;
  /** What comes only when so many are left. */
  #later: { readonly left: number; submit(): void } | null = null;
  #done = Promise.withResolvers<void>();

  /**
   * Inspects, submits and waits for every file: as one stream, each file is submitted as soon as its header is read, or `together`
   * when all headers are.
   */
  async run(engine: Engine, files: readonly EngineFile[], settings: Settings, together: boolean): Promise<EngineRunResult> {
    this.#results = [];
    this.#tasks = [];
    this.#left = files.length;
    this.#done = Promise.withResolvers();
    const before = engine.metrics().batchSizes.histogram;
    const beganAt = performance.timeOrigin + performance.now();
    this.#begin = performance.now();
    if (files.length === 0) this.#done.resolve();
    const urgent = files.filter((file) => file.urgent === true);
    const later = (await Promise.all(urgent.map((file) => this.#inspect(engine, file, settings)))).flat();
    this.#later = {
      left: urgent.length + Math.ceil((files.length - urgent.length) / 2),
      submit: () => this.#submitNow(engine, later),
    };
    const others = files.filter((file) => file.urgent !== true);
    const read = others.map(async (file) => {
      const tasks = await this.#inspect(engine, file, settings);
      if (!together) engine.submit(tasks);
      return tasks;
    });
    const tasks = (await Promise.all(read)).flat();
    if (together) engine.submit(tasks);
    const inspectionMs = this.#sinceBegin();
    await this.#done.promise;
    return {
      beganAt,
      wallMs: this.#sinceBegin(),
      inspectionMs,
      results: this.#results,
      tasks: this.#tasks,
      batchSizes: difference(before, engine.metrics().batchSizes.histogram),
    };
  }

  /** Does one file alone, to one output; null where it was not even begun. */
  async runOne(engine: Engine, file: EngineFile, settings: Settings): Promise<TaskResult | null> {
    this.#ended = [];
    await this.run(engine, [file], settings, false);
    return this.#ended[0] ?? null;
  }

  taskQueued(): void {}

  taskRunning(taskId: Id, encoder: EncoderId): void {
    const course = this.#courses.get(taskId);
    if (course === undefined) return;
    course.startedMs = this.#sinceBegin();
    course.encoder = encoder;
  }

  async taskEnded({ task, results, outputFiles }: EngineEnd): Promise<void> {
    const course = this.#courses.get(task.id);
    if (course === undefined) return;
    this.#courses.delete(task.id);
    const endedMs = this.#sinceBegin();
    const { file, info, submittedMs, startedMs, encoder } = course;
    this.#ended = results;
    const result = fileResult(file.name, results);
    const failed = result.bytes === null;
    if (encoder !== null)
      this.#tasks.push({ name: file.name, encoder, pixels: pixelCount(info), submittedMs, startedMs, endedMs, failed });
    for (const [index, outputFile] of outputFiles.entries())
      if (outputFile !== null) await rename(outputFile, `${file.output}-${index}`);
    this.#end(result);
  }

  /** The task of a file, which is its own end where its header cannot be read. */
  async #inspect(engine: Engine, file: EngineFile, settings: Settings): Promise<EngineTask[]> {
    const info = await engine.inspect(file.source);
    if (!info.ok) {
      this.#end({ name: file.name, bytes: null, code: info.error.code });
      return [];
    }
    const task = {
      id: newId(),
      jobId,
      priority: file.urgent === true ? ("interactive" as const) : ("normal" as const),
      info: info.value,
      settings,
    };
    this.#courses.set(task.id, { file, info: info.value, submittedMs: this.#sinceBegin(), startedMs: 0, encoder: null });
    return [{ task, sourceFile: file.source }];
  }

  #submitNow(engine: Engine, tasks: readonly EngineTask[]): void {
    for (const { task } of tasks) {
      const course = this.#courses.get(task.id);
      if (course !== undefined) course.submittedMs = this.#sinceBegin();
    }
    engine.submit(tasks);
  }

  #end(result: FileResult): void {
    this.#results.push(result);
    this.#left -= 1;
    if (this.#left === this.#later?.left) this.#later.submit();
    if (this.#left === 0) this.#done.resolve();
  }

  #sinceBegin(): number {
    return performance.now() - this.#begin;
  }
}

const newId = (): Id => idFromBytes(randomBytes(16));
const jobId = newId();
