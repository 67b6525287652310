import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  defaultPlanConfig,
  fail,
  failure,
  type Id,
  type ImageInfo,
  MetricsRecorder,
  ok,
  outputFormat,
  type PoolRecorder,
  type Result,
  type Task,
  type TaskResult,
  triedFormats,
} from "@pixelmill/core";
import type { Engine, EngineListener, EngineOptions, EngineTask } from "../../engine/engine.ts";
import type { PreviewWish } from "../../engine/previews.ts";
import type { TakeFile } from "../../pool/sideEncoder.ts";
import { makeCourse } from "../../testing/course.ts";
import { makeInfo } from "../../testing/imageInfo.ts";

const engines = new Map<string, TestEngine>();

/** Takes the place of the engine's own; tests say so with `vi.mock("../engine/engine.ts", () => import("…/testEngine.ts"))`. */
export function createEngine({ desksDir, listener }: EngineOptions): Engine {
  const engine = new TestEngine(listener, desksDir);
  engines.set(desksDir, engine);
  return engine;
}

/** The engine made last for a directory of desks. */
export function testEngineOf(desksDir: string): TestEngine {
  const engine = engines.get(desksDir);
  if (engine === undefined) throw new Error("the engine is not mocked in this test file");
  return engine;
}

/**
 * An engine for tests of the HTTP side: it runs in this process and encodes nothing. A source is a text that says what is
 * to become of it: `wait` ends when the test says so, `keep` is kept, `broken` fails, `large…` and all others are optimized
 * to their first half. Of `part…` only the first output fails; each further one of several is one byte shorter than the one before it.
 * A text that begins with `?` is no image.
 */
export class TestEngine implements Engine {
  readonly #listener: EngineListener;
  readonly #outputDir: string;
  readonly #waiting = new Map<Id, { readonly task: Task; readonly end: () => Promise<void> }>();
  readonly #running: Promise<void>[] = [];
  #stopped = false;
  readonly cancelled: Id[] = [];
  readonly submitted: Task[] = [];
  readonly previewed: Id[] = [];
  readonly recorder = new MetricsRecorder(0);
  /** What it was told of priorities, in order. */
  readonly urgency: string[][] = [];

  constructor(listener: EngineListener, outputDir: string) {
    this.#listener = listener;
    this.#outputDir = outputDir;
  }

  async start(): Promise<void> {
    await mkdir(this.#outputDir, { recursive: true });
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.all(this.#running);
  }

  async inspect(sourceFile: string): Promise<Result<ImageInfo>> {
    const source = await readFile(sourceFile);
    if (source.length === 0) return fail(failure("emptyFile"));
    return source.toString("latin1").startsWith("?")
      ? fail(failure("unsupportedFormat", { kind: "a question" }))
      : ok(makeInfo({ bytes: source.length }));
  }

  /** A preview of a source is its text in capitals; of `broken…` there is none. */
  async preview<T>({ id, sourceFile, isWanted }: PreviewWish, take: TakeFile<T>): Promise<Result<T | null>> {
    const text = await readFile(sourceFile, "latin1");
    this.previewed.push(id);
    if (!isWanted()) return fail(failure("unavailable"));
    if (text.startsWith("broken")) return fail(failure("corruptImage"));
    const file = join(this.#outputDir, `${id}-preview`);
    await writeFile(file, text.toUpperCase());
    return ok(await take(file));
  }

  submit(tasks: readonly EngineTask[]): void {
    if (this.#stopped) return;
    for (const { task, sourceFile } of tasks) {
      this.submitted.push(task);
      this.#running.push(this.#run(task, sourceFile));
    }
  }

  cancel(taskIds: Iterable<Id>): void {
    for (const taskId of taskIds) {
      this.cancelled.push(taskId);
      const waiting = this.#waiting.get(taskId);
      this.#waiting.delete(taskId);
      if (waiting !== undefined) void this.#cancelled(waiting.task);
    }
  }

  setPriority(...told: Parameters<Engine["setPriority"]>): void {
    this.urgency.push(["setPriority", ...told]);
  }

  moveToTop(taskIds: Iterable<Id>): void {
    this.urgency.push(["moveToTop", ...taskIds]);
  }

  moveJobToTop(jobId: Id): void {
    this.urgency.push(["moveJobToTop", jobId]);
  }

  /** Ends every waiting task as optimized. */
  async endWaiting(): Promise<void> {
    const ends = [...this.#waiting.values()].map(({ end }) => end);
    this.#waiting.clear();
    for (const end of ends) await end();
  }

  get waiting(): number {
    return this.#waiting.size;
  }

  metrics() {
    return this.recorder.snapshot(0);
  }

  follow(recorder: PoolRecorder): void {
    this.recorder.follow(recorder, 0);
  }

  unfollow(recorder: PoolRecorder): void {
    this.recorder.unfollow(recorder, 0);
  }

  configuration() {
    const memory = { budgetBytes: 4e9, memoryLimitBytes: 4e9, memorySampleMs: 50 };
    const versions = { pixelmill: "0.0.0" };
    return { encoders: 2, leastEncoders: 1, inFlight: 1, cores: 2, ...memory, plan: defaultPlanConfig, versions };
  }

  status() {
    const memory = { budgetBytes: 4e9, reservedBytes: 0, usedBytes: null, waitingForMemory: 0 };
    const sandbox = { state: "none", missing: ["nothing is encoded"] } as const;
    return { encoders: 2, inFlight: 1, cores: 2, ...memory, sandbox, waiting: this.waiting };
  }

  async #run(task: Task, sourceFile: string): Promise<void> {
    const source = await readFile(sourceFile);
    const text = source.subarray(0, 10).toString("latin1");
    if (text.startsWith("wait")) this.#waiting.set(task.id, { task, end: () => this.#end(task, source) });
    else await this.#end(task, source);
  }

  #cancelled(task: Task): Promise<void> {
    const results = task.settings.outputs.map(() => ({ status: "cancelled" }) as const);
    return this.#listener.taskEnded({ task, results, course: makeCourse(), outputFiles: results.map(() => null) });
  }

  async #end(task: Task, source: Buffer): Promise<void> {
    const made = await Promise.all(task.settings.outputs.map((_, position) => this.#make(task, source, position)));
    const [results, outputFiles] = [made.map(({ result }) => result), made.map(({ file }) => file)];
    await this.#listener.taskEnded({ task, results, course: makeCourse({ runMs: 5 }), outputFiles });
  }

  async #make(task: Task, source: Buffer, position: number): Promise<{ result: TaskResult; file: string | null }> {
    const text = source.subarray(0, 10).toString("latin1");
    const [format] = task.settings.outputs.slice(position, position + 1).flatMap((wish) => triedFormats(task.info, wish));
    const whole = { format: outputFormat(task.info, "original"), width: 40, height: 30, frames: 1, bytes: source.length };
    if (text.startsWith("broken") || (text.startsWith("part") && position === 0))
      return { result: { status: "failed", error: failure("corruptImage") }, file: null };
    if (text.startsWith("keep"))
      return { result: { status: "keptOriginal", reason: "wouldBeLarger", output: whole, warnings: [] }, file: null };
    const bytes = source.subarray(0, Math.ceil(source.length / 2) - position);
    const file = join(this.#outputDir, `${task.id}-${position}`);
    await writeFile(file, bytes);
    const output = { ...whole, format: format ?? whole.format, bytes: bytes.length };
    return { result: { status: "optimized", output, warnings: ["metadataKept"] }, file };
  }
}
