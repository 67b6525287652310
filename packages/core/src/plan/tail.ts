/**
 * Threads for one task: one while there are tasks for every core; in the tail, when fewer tasks than cores are left,
 * the idle cores are shared out among them.
 */
export const threadsFor = (tasksLeft: number, cores: number): number => Math.max(1, Math.floor(cores / Math.max(1, tasksLeft)));
