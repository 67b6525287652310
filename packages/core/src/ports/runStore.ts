import type { TaskCourse } from "../dispatch/taskCourse.ts";
import type { Id } from "../job/id.ts";
import type { PoolMetrics } from "../metrics/poolRecorder.ts";
import type { EngineConfiguration, EngineRun } from "../report/jobReport.ts";
import type { JobRun } from "../report/jobRun.ts";

/** What a task's end says of its run. The course's moments are Unix time in milliseconds. */
export interface TaskRun {
  /** Number of the engine's start, as {@link RunStore.beginEngine} gave it. */
  readonly engine: number;
  readonly course: TaskCourse;
  /** Decoded pixels of the source. */
  readonly pixels: number;
}

/** The measurements behind job reports. They are part of the job store, and go with the job. */
export interface RunStore {
  /** Stores a start of the engine, forgets starts that nothing refers to, and gives the new one's number. */
  beginEngine(startedAt: number, configuration: EngineConfiguration): Promise<number>;
  /** The starts of the engine with these numbers, the first first. */
  engines(numbers: Iterable<number>): Promise<readonly EngineRun[]>;
  /** What happened to the pool so far while a job was at work; replaces what began at the same moment. Nothing for an unknown job. */
  putPoolMetrics(jobId: Id, metrics: PoolMetrics): Promise<void>;
  /** All that was put for a job, in order of beginning. */
  poolMetricsOf(jobId: Id): Promise<readonly PoolMetrics[]>;
  /** The last runs of a job's tasks, in order of their arrival, in slices: of a task that never began there is none. */
  runsOf(jobId: Id): AsyncIterable<readonly JobRun[]>;
}
