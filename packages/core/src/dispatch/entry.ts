import type { Estimate } from "../cost/estimate.ts";
import type { Priority } from "../job/priority.ts";
import { canTransition, type TaskState } from "../job/taskState.ts";
import { rankOf } from "../plan/order.ts";
import type { PlanConfig } from "../plan/planConfig.ts";
import type { Task } from "./pool.ts";
import type { Sending } from "./taskCourse.ts";

/** The turn in which a task was taken from the queue last. */
export interface Turn {
  /** The class whose turn it was; the task's may have changed since. */
  readonly priority: Priority;
  /** When that class had had its turn before. */
  readonly classServedAt: number;
  /** What its job was charged for it, in milliseconds of estimated work. */
  readonly chargedMs: number;
}

/** A task on its way through the dispatcher. */
export interface Entry {
  readonly task: Task;
  /** Its class of urgency as planning sees it. */
  priority: Priority;
  /** When its job was moved to the top, as {@link Task} says; null where it was not. */
  toppedAt: number | null;
  /** Its place among the tasks of its job: the highest is first. */
  readonly rank: number;
  /** What it is expected to cost, by the newest corrections. */
  estimate: Estimate;
  /** Least memory it is taken to need, in bytes: raised when it overran its estimate. */
  leastPeakBytes: number;
  /** The estimate of its time when it was submitted, by which its job takes turns with others. */
  readonly orderMs: number;
  state: TaskState;
  /** When it was submitted, in the clock's milliseconds. */
  readonly submittedAt: number;
  startedAt: number | null;
  /** How it was sent to the encoder that has it; null while it waits. */
  sending: Sending | null;
  /** How often an encoder has begun it. */
  attempts: number;
  /** Since when it waits for memory or for an idle encoder at the head of the queue. */
  blockedSince: number | null;
  /** It ran when an encoder was lost, and may be what that was lost for. */
  blamed: boolean;
  /** It may need more than is left for it even alone: it runs with all of that, and is ended where it wants more. */
  trial: boolean;
  /** Encoders lost while it ran, so far. */
  losses: number;
  /** When its cancelling was asked for; null where it was not. */
  cancelledAt: number | null;
  turn: Turn;
  /** Number of the move that brought it to the top of its class; null where none did. */
  move: number | null;
  /** Its class had waited past the ageing time when it was sent: it is not asked back for anything more urgent. */
  overdue: boolean;
  /** It was asked back from its encoder, and the answer is not here yet. */
  recalling: boolean;
}

/** A task as it comes in. Where priorities are off, all tasks are of one class. */
export function newEntry(
  task: Task,
  estimate: Estimate,
  now: number,
  { order, priorities }: Pick<PlanConfig, "order" | "priorities">,
): Entry {
  return {
    task,
    priority: priorities ? task.priority : "normal",
    toppedAt: task.toppedAt ?? null,
    rank: rankOf(order, task, estimate, now),
    estimate,
    leastPeakBytes: 0,
    orderMs: estimate.ms,
    state: "queued",
    submittedAt: now,
    startedAt: null,
    sending: null,
    attempts: 0,
    blockedSince: null,
    blamed: false,
    trial: false,
    losses: 0,
    cancelledAt: null,
    recalling: false,
    turn: { priority: task.priority, classServedAt: now, chargedMs: 0 },
    move: null,
    overdue: false,
  };
}

/** Whether a task has to have an encoder for itself. */
export const isAlone = ({ blamed, trial }: Pick<Entry, "blamed" | "trial">): boolean => blamed || trial;

/** Moves a task on. An illegal transition is a bug and throws. */
export function moveTo(entry: Entry, state: TaskState): void {
  if (!canTransition(entry.state, state)) throw new Error(`task ${entry.task.id}: ${entry.state} cannot become ${state}`);
  entry.state = state;
}
