import { CostModel } from "../cost/costModel.ts";
import { Dispatcher } from "../dispatch/dispatcher.ts";
import type { DispatchListener } from "../dispatch/dispatchListener.ts";
import type { Task } from "../dispatch/pool.ts";
import type { TaskResult } from "../job/taskResult.ts";
import { MetricsRecorder } from "../metrics/metricsRecorder.ts";
import type { MetricsSnapshot } from "../metrics/metricsSnapshot.ts";
import { defaultPlanConfig, type PlanConfig } from "../plan/planConfig.ts";
import { SimulatedMachine } from "./machine.ts";
import { type Fate, SimulatedPool, type SimulatedRun } from "./simulatedPool.ts";
import { threadSpeed } from "./threadSpeed.ts";

/** A task and what it really takes, which planning does not know. */
export interface SimulatedTask {
  readonly task: Task;
  /** CPU time on one core, in milliseconds. */
  readonly cpuMs: number;
  /** Memory it adds to its encoder, in bytes. */
  readonly peakBytes: number;
  /** When it is submitted, in milliseconds. Default 0. */
  readonly atMs?: number;
}

export interface SimulationWish {
  readonly tasks: readonly SimulatedTask[];
  /** Cores that all encoders share. */
  readonly cores: number;
  readonly encoders: number;
  readonly budgetBytes: number;
  /** Choices of planning that differ from the defaults. */
  readonly plan?: Partial<PlanConfig>;
  /** Memory of an idle encoder, in bytes. Default 70 MB. */
  readonly baseBytes?: number;
  /** Time between a word and its hearing, in milliseconds. Default 0.05, half a round trip over IPC. */
  readonly messageMs?: number;
  /** CPU time from fork to warm, in milliseconds. Default 200. */
  readonly spawnMs?: number;
}

export interface SimulationResult {
  /** From the first submission, to warm encoders, to the last end, in milliseconds. */
  readonly makespanMs: number;
  /** max(total ÷ cores, longest), by what the tasks really take: what no plan can beat where all are there from the start. */
  readonly boundMs: number;
  /** Part of the cores' time that was used, 0–1. */
  readonly utilisation: number;
  readonly batches: number;
  /** Most memory that encoders and running tasks really held together, in bytes. */
  readonly peakBytes: number;
  /** Tasks that ended without a result, such as those that exceed the budget. */
  readonly failed: number;
  readonly runs: readonly SimulatedRun[];
  readonly memory: readonly { readonly atMs: number; readonly bytes: number }[];
  readonly metrics: MetricsSnapshot;
}

/** Time between two ticks, in milliseconds, as the service does it. */
const tickMs = 250;

/** Plays tasks through the real planner and dispatcher on simulated encoders, under a clock of their own. */
export function simulate(wish: SimulationWish): SimulationResult {
  const { tasks, cores, encoders, budgetBytes } = wish;
  const config = { ...defaultPlanConfig, ...wish.plan };
  const machine = new SimulatedMachine(cores);
  const pool = poolOf(wish, config, machine);
  const metrics = new MetricsRecorder(0);
  const ended: TaskResult[] = [];
  const listener: DispatchListener = {
    taskQueued: () => {},
    taskRunning: () => {},
    taskEnded: (_, results) => ended.push(...results),
  };
  const dispatcher = new Dispatcher({
    pool,
    model: new CostModel(),
    metrics,
    config,
    clock: machine.clock,
    encoders,
    cores,
    budgetBytes,
    listener,
  });
  pool.listener = dispatcher;
  dispatcher.start();
  machine.run();
  const warm = { atMs: machine.now, busyMs: machine.busyMs };
  for (const [atMs, group] of byMoment(tasks))
    machine.at(warm.atMs + atMs, () => dispatcher.submit(group.map(({ task }) => task)));
  tickWhile(() => ended.length < tasks.length, dispatcher, machine);
  machine.run();
  const makespanMs = pool.runs.reduce((last, { endedMs }) => Math.max(last, endedMs), warm.atMs) - warm.atMs;
  return {
    makespanMs,
    boundMs: lowerBound(tasks, cores),
    utilisation: makespanMs === 0 ? 0 : Math.min(1, (machine.busyMs - warm.busyMs) / (cores * makespanMs)),
    batches: pool.sent.length,
    peakBytes: pool.memory.reduce((most, { bytes }) => Math.max(most, bytes), 0),
    failed: ended.filter(({ status }) => status === "failed").length,
    runs: pool.runs.map((run) => ({ ...run, startedMs: run.startedMs - warm.atMs, endedMs: run.endedMs - warm.atMs })),
    memory: pool.memory.map(({ atMs, bytes }) => ({ atMs: Math.max(0, atMs - warm.atMs), bytes })),
    metrics: metrics.snapshot(machine.now),
  };
}

function poolOf(
  { tasks, baseBytes, messageMs, spawnMs }: SimulationWish,
  { inFlight, reuse }: PlanConfig,
  machine: SimulatedMachine,
) {
  const costs = new Map(tasks.map(({ task, cpuMs, peakBytes }) => [task.id, { ms: cpuMs, peakBytes }]));
  return new SimulatedPool({
    machine,
    inFlight,
    spawnMs: spawnMs ?? 200,
    ...(baseBytes === undefined ? {} : { baseBytes }),
    ...(messageMs === undefined ? {} : { messageMs }),
    ...(reuse ? {} : { maxTasks: 1 }),
    speed: threadSpeed,
    fate: ({ id }) => costs.get(id) as Fate,
  });
}

/** What follows from time alone, a few times a second, as long as there is anything to wait for. */
function tickWhile(unfinished: () => boolean, dispatcher: Dispatcher, machine: SimulatedMachine): void {
  machine.at(machine.now + tickMs, () => {
    if (!unfinished() || machine.isIdle) return;
    dispatcher.tick();
    tickWhile(unfinished, dispatcher, machine);
  });
}

function byMoment(tasks: readonly SimulatedTask[]): Map<number, SimulatedTask[]> {
  const groups = new Map<number, SimulatedTask[]>();
  for (const task of tasks) {
    const group = groups.get(task.atMs ?? 0);
    if (group === undefined) groups.set(task.atMs ?? 0, [task]);
    else group.push(task);
  }
  return groups;
}

function lowerBound(tasks: readonly SimulatedTask[], cores: number): number {
  const total = tasks.reduce((sum, { cpuMs }) => sum + cpuMs, 0);
  return tasks.reduce((longest, { cpuMs }) => Math.max(longest, cpuMs), total / cores);
}
