import type { Id } from "../job/id.ts";
import type { TaskResult } from "../job/taskResult.ts";
import type { Task } from "./pool.ts";

/** What the dispatcher tells the one who submitted the tasks. */
export interface DispatchListener {
  taskQueued(taskId: Id): void;
  /** The task is being encoded by this encoder. */
  taskRunning(taskId: Id, encoder: number): void;
  /** The task has ended, and will not be heard of again. `wallMs` is null where it did not run to its end. */
  taskEnded(task: Task, result: TaskResult, wallMs: number | null): void;
}
