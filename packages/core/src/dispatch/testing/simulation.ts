import { CostModel } from "../../cost/costModel.ts";
import { type ImageInfo, imageInfoSchema } from "../../image/imageInfo.ts";
import type { TaskResult } from "../../job/taskResult.ts";
import { MetricsRecorder } from "../../metrics/metricsRecorder.ts";
import { defaultPlanConfig, type PlanConfig } from "../../plan/planConfig.ts";
import { type OutputSettingsInput, type SettingsInput, settingsSchema } from "../../settings/settings.ts";
import type { Fate } from "../../simulate/simulatedPool.ts";
import type { Decision } from "../decision.ts";
import { Dispatcher } from "../dispatcher.ts";
import type { Task } from "../pool.ts";
import type { TaskCourse } from "../taskCourse.ts";
import { TestPool } from "./testPool.ts";

/** Header facts of an image, a still upright JPEG of one megapixel where nothing else is said. */
export const makeInfo = (facts: Partial<ImageInfo> = {}): ImageInfo =>
  imageInfoSchema.parse({
    format: "jpeg",
    width: 1000,
    height: 1000,
    frames: 1,
    hasAlpha: false,
    orientation: 1,
    progressive: false,
    hasMetadata: false,
    bitDepth: 8,
    fullChroma: false,
    bytes: 300_000,
    ...facts,
  });

export const makeId = (number: number): string => number.toString(16).padStart(32, "0");

let lastTask = 0;

export interface TaskWish extends Partial<Omit<Task, "info" | "settings">> {
  readonly info?: Partial<ImageInfo>;
  /** The output, where the task has one only. */
  readonly settings?: OutputSettingsInput;
  readonly outputs?: SettingsInput["outputs"];
}

export function makeTask({ info, settings, outputs, ...rest }: TaskWish = {}): Task {
  lastTask += 1;
  return {
    id: makeId(lastTask),
    jobId: makeId(1),
    priority: "normal",
    info: makeInfo(info),
    settings: settingsSchema.parse({ outputs: outputs ?? [{ ...settings }] }),
    ...rest,
  };
}

export interface SimulationOptions {
  readonly encoders?: number;
  readonly leastEncoders?: number;
  readonly budgetBytes?: number;
  readonly baseBytes?: number | ((encoder: number) => number);
  /** From spawn to warm. Default 0. */
  readonly spawnMs?: number;
  readonly cores?: number;
  readonly config?: Partial<PlanConfig>;
  readonly fate?: (task: Task, attempt: number) => Fate;
}

/** An end as the dispatcher told it; `result` is the first output's. */
export interface End {
  readonly at: number;
  readonly task: Task;
  readonly results: readonly TaskResult[];
  readonly result: TaskResult;
  readonly course: TaskCourse;
}

/** Settings have at least one output. */
const firstOf = (results: readonly TaskResult[]): TaskResult => results[0] as TaskResult;

/** A dispatcher on a simulated pool, with everything that it told. */
export function simulate(options: SimulationOptions = {}) {
  const config = { ...defaultPlanConfig, ...options.config };
  const model = new CostModel();
  const fate = options.fate ?? ((task: Task) => ({ ms: model.estimate(task).ms }));
  const pool = new TestPool({
    inFlight: config.inFlight,
    fate,
    baseBytes: options.baseBytes ?? 70e6,
    spawnMs: options.spawnMs ?? 0,
  });
  const metrics = new MetricsRecorder(0);
  const ends: End[] = [];
  const queued: string[] = [];
  const decisions: Decision[] = [];
  const dispatcher = new Dispatcher({
    pool,
    model,
    metrics,
    config,
    clock: pool.clock,
    cores: options.cores ?? 2,
    budgetBytes: options.budgetBytes ?? 4e9,
    encoders: options.encoders ?? 2,
    ...(options.leastEncoders === undefined ? {} : { leastEncoders: options.leastEncoders }),
    decided: (decision) => decisions.push(decision),
    listener: {
      taskQueued: (taskId) => queued.push(taskId),
      taskRunning: () => {},
      taskEnded: (task, results, course) => ends.push({ at: pool.now, task, results, result: firstOf(results), course }),
    },
  });
  pool.listener = dispatcher;
  dispatcher.start();
  pool.run(pool.now);
  return { pool, dispatcher, model, metrics, ends, queued, decisions, config };
}

/** Calls `tick` as the service does, for a while. */
export function tickEvery(ms: number, untilMs: number, { pool, dispatcher }: ReturnType<typeof simulate>): void {
  for (let at = pool.now + ms; at <= untilMs; at += ms) pool.at(at, () => dispatcher.tick());
}

export const failureCode = (result: TaskResult): string | null => (result.status === "failed" ? result.error.code : null);
