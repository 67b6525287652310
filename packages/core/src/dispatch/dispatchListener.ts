import type { Id } from "../job/id.ts";
import type { TaskResult } from "../job/taskResult.ts";
import type { Task } from "./pool.ts";
import type { TaskCourse } from "./taskCourse.ts";

/** What the dispatcher tells the one who submitted the tasks. */
export interface DispatchListener {
  taskQueued(taskId: Id): void;
  /** The task is being encoded by this encoder. */
  taskRunning(taskId: Id, encoder: number): void;
  /** The task has ended, and will not be heard of again. `results` are one for each output of its settings, in their order. */
  taskEnded(task: Task, results: readonly TaskResult[], course: TaskCourse): void;
}
