import type { PlanConfig } from "./planConfig.ts";

/**
 * Threads for one task: one while there are tasks for every core; in the tail, when fewer tasks than cores are left,
 * the idle cores are shared out among them.
 */
export const threadsFor = (tasksLeft: number, cores: number, { tailThreads }: Pick<PlanConfig, "tailThreads">): number =>
  tailThreads ? Math.max(1, Math.floor(cores / Math.max(1, tasksLeft))) : 1;
