import { tasksRequest } from "@pixelmill/core";
import { unwrap } from "./failureError.ts";
import { procedure, router } from "./trpc.ts";

export const tasksRouter = router({
  /** Waiting tasks go before all others of their job's priority. */
  moveToTop: procedure
    .input(tasksRequest)
    .mutation(async ({ ctx, input }) => unwrap(await ctx.service.moveTasksToTop(ctx.owner, input))),
});
