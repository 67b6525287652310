import { jobsRouter } from "./jobs.ts";
import { resultsRouter } from "./results.ts";
import { systemRouter } from "./system.ts";
import { tasksRouter } from "./tasks.ts";
import { router } from "./trpc.ts";

/** Everything but bytes: those go over plain HTTP beside it. */
export const appRouter = router({ jobs: jobsRouter, results: resultsRouter, system: systemRouter, tasks: tasksRouter });

export type AppRouter = typeof appRouter;
