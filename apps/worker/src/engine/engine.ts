import { join } from "node:path";
import {
  CostModel,
  type Decision,
  Dispatcher,
  defaultPlanConfig,
  type EngineConfiguration,
  type Id,
  type ImageInfo,
  MetricsRecorder,
  type MetricsSnapshot,
  type PlanConfig,
  type PoolRecorder,
  type Priority,
  type Result,
  type Task,
  type TaskCourse,
  type TaskResult,
} from "@pixelmill/core";
import { native } from "@pixelmill/native";
import { encodersBehaviour } from "../ledger/behaviour.ts";
import { createInspector } from "../pool/inspector.ts";
import { createPool, type EncoderPool } from "../pool/pool.ts";
import { openSandbox, type Sandbox, sandboxRefusal } from "../pool/sandbox/sandbox.ts";
import type { TakeFile } from "../pool/sideEncoder.ts";
import { clock } from "./clock.ts";
import { fillCompileCache } from "./compileCache.ts";
import { encoderPlan } from "./encoderPlan.ts";
import { engineConfiguration } from "./engineConfiguration.ts";
import type { Engine, EngineOptions, EngineStatus, EngineTask } from "./engineOptions.ts";
import { defaultSampleMs, MemoryWatch } from "./memoryWatch.ts";
import { Previews, type PreviewWish } from "./previews.ts";

export type * from "./engineOptions.ts";

const decisionTexts: Readonly<Record<Decision["type"], string>> = {
  batch: "a batch is sent",
  spawn: "an encoder is spawned",
  retire: "an encoder is retired",
  refuse: "a task is refused: it would not fit into memory",
};

/** Makes an engine; nothing runs until `start`. */
export function createEngine(options: EngineOptions): Engine {
  return new LocalEngine(options);
}

class LocalEngine implements Engine {
  readonly #options: EngineOptions;
  readonly #plan: PlanConfig;
  readonly #layout: ReturnType<typeof encoderPlan>;
  readonly #sandbox: Sandbox;
  readonly #metrics = new MetricsRecorder(clock());
  readonly #sources = new Map<Id, string>();
  /** Ends that the owner still deals with. */
  readonly #ending = new Set<Promise<void>>();
  readonly #model = new CostModel();
  readonly #inspector;
  readonly #previews: Previews;
  readonly #pool: EncoderPool;
  readonly #dispatcher: Dispatcher;
  readonly #watch: MemoryWatch;

  constructor(options: EngineOptions) {
    this.#options = options;
    this.#layout = encoderPlan(options);
    this.#plan = { ...defaultPlanConfig, ...options.plan, inFlight: this.#layout.inFlight };
    const { memoryLimitBytes, limits } = options;
    this.#sandbox = openSandbox(options.sandbox, { memoryLimitBytes, maxPixels: limits.maxPixels });
    this.#inspector = createInspector({
      desksDir: join(options.desksDir, "inspection"),
      sandbox: this.#sandbox,
      limits: options.limits,
      log: options.log,
    });
    this.#previews = new Previews({
      desksDir: join(options.desksDir, "previews"),
      sandbox: this.#sandbox,
      model: this.#model,
      log: options.log,
      reserve: () => this.#watch.sideChanged(),
    });
    this.#pool = this.#createPool();
    this.#dispatcher = this.#createDispatcher();
    this.#watch = new MemoryWatch({
      memoryLimitBytes: options.memoryLimitBytes,
      sampleMs: options.memorySampleMs ?? defaultSampleMs,
      encoders: () => this.#pool.processes(),
      others: () => [process.pid, ...this.#inspector.pids()],
      side: this.#previews,
      availableBytes: () => native.systemMemory().availableBytes,
      dispatcher: this.#dispatcher,
      metrics: this.#metrics,
      log: options.log,
    });
  }

  async start(): Promise<void> {
    const { log } = this.#options;
    const { encoders, leastEncoders, cores, budgetBytes: budget } = this.#layout;
    log.debug({ encoders, leastEncoders, cores, inFlight: this.#plan.inFlight, budgetBytes: budget }, "pool size chosen");
    const refusal = sandboxRefusal(this.#options.sandbox);
    if (refusal !== null) throw new Error(refusal);
    await this.#fillCompileCache();
    try {
      await Promise.all([this.#inspector.start(), this.#previews.prepare(), this.#startPool()]);
    } catch (error) {
      await this.stop(0);
      throw error;
    }
    this.#watch.start();
  }

  #fillCompileCache(): Promise<void> {
    const { desksDir, log } = this.#options;
    return fillCompileCache({
      desksDir: join(desksDir, "compile"),
      sandbox: this.#sandbox,
      behaviour: encodersBehaviour,
      directory: process.env.NODE_COMPILE_CACHE,
      log,
    });
  }

  async #startPool(): Promise<void> {
    await this.#pool.prepare();
    this.#dispatcher.start();
    await this.#pool.warm();
  }

  async stop(graceMs: number): Promise<void> {
    this.#dispatcher.hold(true);
    this.#watch.stop();
    await Promise.all([this.#pool.stop(graceMs), this.#inspector.stop(), this.#previews.stop()]);
    while (this.#ending.size > 0) await Promise.all(this.#ending);
  }

  inspect(sourceFile: string): Promise<Result<ImageInfo>> {
    return this.#inspector.inspect(sourceFile);
  }

  preview<T>(wish: PreviewWish, take: TakeFile<T>): Promise<Result<T | null>> {
    return this.#previews.make(wish, take);
  }

  submit(tasks: readonly EngineTask[]): void {
    for (const { task, sourceFile } of tasks) this.#sources.set(task.id, sourceFile);
    this.#dispatcher.submit(tasks.map(({ task }) => task));
    this.#watch.wake();
  }

  cancel(taskIds: Iterable<Id>): void {
    this.#dispatcher.cancel(taskIds);
  }

  setPriority(jobId: Id, priority: Priority): void {
    this.#dispatcher.setPriority(jobId, priority);
  }

  moveToTop(taskIds: Iterable<Id>): void {
    this.#dispatcher.moveToTop(taskIds);
  }

  moveJobToTop(jobId: Id, at: number): void {
    this.#dispatcher.moveJobToTop(jobId, at);
  }

  metrics(): MetricsSnapshot {
    return this.#metrics.snapshot(clock());
  }

  follow(recorder: PoolRecorder): void {
    this.#metrics.follow(recorder, clock());
  }

  unfollow(recorder: PoolRecorder): void {
    this.#metrics.unfollow(recorder, clock());
  }

  configuration(): EngineConfiguration {
    const { memoryLimitBytes, memorySampleMs = defaultSampleMs } = this.#options;
    const sandbox = this.#sandbox.status.state;
    return engineConfiguration(this.#layout, { memoryLimitBytes, memorySampleMs }, this.#plan, sandbox);
  }

  status(): EngineStatus {
    return {
      encoders: this.#dispatcher.encoders,
      inFlight: this.#plan.inFlight,
      cores: this.#layout.cores,
      budgetBytes: this.#watch.budgetBytes,
      reservedBytes: this.#dispatcher.reservedBytes,
      usedBytes: this.#watch.usedBytes,
      waitingForMemory: this.#metrics.waiting,
      sandbox: this.#sandbox.status,
      waiting: this.#dispatcher.waiting,
    };
  }

  #createPool(): EncoderPool {
    const dispatcher = () => this.#dispatcher;
    return createPool({
      inFlight: this.#plan.inFlight,
      // Not reused, an encoder is worn by its first task.
      ...(this.#plan.reuse ? {} : { maxTasksPerEncoder: 1 }),
      desksDir: join(this.#options.desksDir, "encoders"),
      sandbox: this.#sandbox,
      sourceFile: (taskId) => this.#sources.get(taskId) ?? "",
      log: this.#options.log,
      hooks: { encoderSpawned: (_, ms) => this.#metrics.encoderSpawned(ms) },
      // The dispatcher is made after the pool that it drives.
      listener: {
        encoderReady: (...told) => dispatcher().encoderReady(...told),
        encoderWorn: (...told) => dispatcher().encoderWorn(...told),
        taskStarted: (...told) => dispatcher().taskStarted(...told),
        taskEnded: (...told) => dispatcher().taskEnded(...told),
        tasksRecalled: (...told) => dispatcher().tasksRecalled(...told),
        encoderLost: (...told) => dispatcher().encoderLost(...told),
      },
    });
  }

  #createDispatcher(): Dispatcher {
    const { listener } = this.#options;
    return new Dispatcher({
      pool: this.#pool,
      listener: {
        taskQueued: (taskId) => listener.taskQueued(taskId),
        taskRunning: (taskId, encoder) => {
          this.#watch.taskBegan();
          listener.taskRunning(taskId, encoder);
        },
        taskEnded: (task, results, course) => this.#taskEnded(task, results, course),
      },
      model: this.#model,
      metrics: this.#metrics,
      config: this.#plan,
      clock,
      encoders: this.#layout.encoders,
      leastEncoders: this.#layout.leastEncoders,
      cores: this.#layout.cores,
      budgetBytes: this.#layout.encoderBudgetBytes,
      decided: ({ type, ...facts }) => this.#options.log.debug(facts, decisionTexts[type]),
    });
  }

  #taskEnded(task: Task, results: readonly TaskResult[], course: TaskCourse): void {
    const outputFiles = results.map(({ status }, index) =>
      status === "optimized" ? this.#pool.outputFile(task.id, index) : null,
    );
    // The owner may submit the task again before it is done with this end: nothing of it is to be taken away after that.
    this.#sources.delete(task.id);
    const cleared = outputFiles.every((file) => file === null) ? this.#pool.clear(task.id) : null;
    const ending = this.#options.listener
      .taskEnded({ task, results, course, outputFiles })
      .catch((error: unknown) =>
        this.#options.log.error({ taskId: task.id, err: error }, "the end of a task could not be dealt with"),
      )
      .then(() => cleared ?? this.#pool.clear(task.id))
      .finally(() => this.#ending.delete(ending));
    this.#ending.add(ending);
  }
}
