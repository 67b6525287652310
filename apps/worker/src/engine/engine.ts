import { join } from "node:path";
import {
  CostModel,
  type Decision,
  Dispatcher,
  defaultPlanConfig,
  type EncoderId,
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
import { createInspector } from "../pool/inspector.ts";
import type { Log } from "../pool/log.ts";
import { createPool, type EncoderPool } from "../pool/pool.ts";
import type { InspectionLimits } from "../protocol/messages.ts";
import { clock } from "./clock.ts";
import { encoderPlan } from "./encoderPlan.ts";
import { engineConfiguration } from "./engineConfiguration.ts";
import { defaultSampleMs, MemoryWatch } from "./memoryWatch.ts";

/** A task with the file its source is in. */
export interface EngineTask {
  readonly task: Task;
  readonly sourceFile: string;
}

/** What the engine tells its owner. */
export interface EngineListener {
  taskQueued(taskId: Id): void;
  taskRunning(taskId: Id, encoder: EncoderId): void;
  /**
   * A task has ended; said once for each. The owner moves the files of its outputs away before its promise resolves, what
   * is left of them then is removed.
   */
  taskEnded(end: EngineEnd): Promise<void>;
}

export interface EngineEnd {
  readonly task: Task;
  /** One for each output of the task's settings, in their order. */
  readonly results: readonly TaskResult[];
  /** What it went through; its moments are Unix time in milliseconds. */
  readonly course: TaskCourse;
  /** The encoded file of each output whose result is `optimized`, null for the others. */
  readonly outputFiles: readonly (string | null)[];
}

export interface EngineOptions {
  /** Directory of all desks; what a killed process left in it is removed at start. */
  readonly desksDir: string;
  /** Number of encoders, or `auto`: from the CPU quota and the budget. */
  readonly encoders: "auto" | number;
  /** Encoders that stay warm even where memory is short or nothing is to do for long. Default 1. */
  readonly leastEncoders?: number;
  /** Cap of the budget in bytes. */
  readonly memoryLimitBytes: number;
  /** Time between two samples of memory while tasks are there, in milliseconds. Default {@link defaultSampleMs}. */
  readonly memorySampleMs?: number;
  readonly limits: InspectionLimits;
  readonly listener: EngineListener;
  readonly log: Log;
  /** Choices of planning that differ from the defaults. */
  readonly plan?: Partial<PlanConfig>;
}

/** Inspection, planning and encoding behind one door: what the service and the command line share. */
export interface Engine {
  /** Forks and warms the encoders. Rejects where that cannot be done, and then leaves no process behind. */
  start(): Promise<void>;
  /** Sends nothing more, lets what runs end within `graceMs`, waits until every end is dealt with, ends all encoders. */
  stop(graceMs: number): Promise<void>;
  inspect(sourceFile: string): Promise<Result<ImageInfo>>;
  submit(tasks: readonly EngineTask[]): void;
  cancel(taskIds: Iterable<Id>): void;
  /** As {@link Dispatcher.setPriority}. */
  setPriority(jobId: Id, priority: Priority): void;
  /** As {@link Dispatcher.moveToTop}. */
  moveToTop(taskIds: Iterable<Id>): void;
  /** As {@link Dispatcher.moveJobToTop}. */
  moveJobToTop(jobId: Id, at: number): void;
  metrics(): MetricsSnapshot;
  /** Lets a recorder hear what happens to the pool, until {@link Engine.unfollow}. */
  follow(recorder: PoolRecorder): void;
  unfollow(recorder: PoolRecorder): void;
  /** Everything in force that shapes what is measured. */
  configuration(): EngineConfiguration;
  status(): EngineStatus;
}

/** Where the engine stands now. */
export interface EngineStatus {
  /** Encoders that take tasks or soon will. */
  readonly encoders: number;
  readonly inFlight: number;
  readonly cores: number;
  readonly budgetBytes: number;
  readonly reservedBytes: number;
  readonly usedBytes: number | null;
  /** Tasks that wait for an encoder. */
  readonly waiting: number;
}

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
  readonly #metrics = new MetricsRecorder(clock());
  readonly #sources = new Map<Id, string>();
  /** Ends that the owner still deals with. */
  readonly #ending = new Set<Promise<void>>();
  readonly #inspector;
  readonly #pool: EncoderPool;
  readonly #dispatcher: Dispatcher;
  readonly #watch: MemoryWatch;

  constructor(options: EngineOptions) {
    this.#options = options;
    this.#layout = encoderPlan(options);
    this.#plan = { ...defaultPlanConfig, ...options.plan, inFlight: this.#layout.inFlight };
    this.#inspector = createInspector({
      desksDir: join(options.desksDir, "inspection"),
      limits: options.limits,
      log: options.log,
    });
    this.#pool = this.#createPool();
    this.#dispatcher = this.#createDispatcher();
    this.#watch = new MemoryWatch({
      memoryLimitBytes: options.memoryLimitBytes,
      sampleMs: options.memorySampleMs ?? defaultSampleMs,
      encoders: () => this.#pool.processes(),
      others: () => [process.pid, ...this.#inspector.pids()],
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
    try {
      await Promise.all([this.#inspector.start(), this.#startPool()]);
    } catch (error) {
      await this.stop(0);
      throw error;
    }
    this.#watch.start();
  }

  async #startPool(): Promise<void> {
    await this.#pool.prepare();
    this.#dispatcher.start();
    await this.#pool.warm();
  }

  async stop(graceMs: number): Promise<void> {
    this.#dispatcher.hold(true);
    this.#watch.stop();
    await Promise.all([this.#pool.stop(graceMs), this.#inspector.stop()]);
    while (this.#ending.size > 0) await Promise.all(this.#ending);
  }

  inspect(sourceFile: string): Promise<Result<ImageInfo>> {
    return this.#inspector.inspect(sourceFile);
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
    return engineConfiguration(this.#layout, { memoryLimitBytes, memorySampleMs }, this.#plan);
  }

  status(): EngineStatus {
    return {
      encoders: this.#dispatcher.encoders,
      inFlight: this.#plan.inFlight,
      cores: this.#layout.cores,
      budgetBytes: this.#watch.budgetBytes,
      reservedBytes: this.#dispatcher.reservations().reduce((sum, { reservedBytes }) => sum + reservedBytes, 0),
      usedBytes: this.#watch.usedBytes,
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
      model: new CostModel(),
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
