import type { FinalTaskState } from "./taskResult.ts";

/** The states of a task in which work is still ahead of it. */
export const activeTaskStates = ["received", "queued", "assigned", "running"] as const;

/** Every state of a task; the last four are its ends, and are final. */
export const taskStates = [...activeTaskStates, "optimized", "keptOriginal", "failed", "cancelled"] as const;

export type TaskState = (typeof taskStates)[number];

/**
 * The legal transitions. `received`: bytes fsynced, not inspected; `queued`: inspected, waits for an encoder;
 * `assigned`: sent to an encoder, not begun, can be recalled; `running`: being encoded. A lost encoder's tasks go
 * back to `queued`; a kept original found at inspection goes straight to its end.
 */
export const taskTransitions: Readonly<Record<TaskState, readonly TaskState[]>> = {
  received: ["queued", "failed", "cancelled"],
  queued: ["assigned", "failed", "cancelled"],
  assigned: ["running", "queued", "failed", "cancelled"],
  running: ["queued", "optimized", "keptOriginal", "failed", "cancelled"],
  optimized: [],
  keptOriginal: [],
  failed: ["queued"],
  cancelled: ["queued"],
};

export const canTransition = (from: TaskState, to: TaskState): boolean => taskTransitions[from].includes(to);

export const isFinal = (state: TaskState): state is FinalTaskState => !(activeTaskStates as readonly TaskState[]).includes(state);
