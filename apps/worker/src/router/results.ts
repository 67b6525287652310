import { tasksRequest } from "@pixelmill/core";
import { unwrap } from "./failureError.ts";
import { procedure, router } from "./trpc.ts";

export const resultsRouter = router({
  /** Queues failed and cancelled tasks again. */
  retry: procedure.input(tasksRequest).mutation(async ({ ctx, input }) => unwrap(await ctx.service.retryTasks(ctx.owner, input))),
  /** Ends tasks that have not ended. */
  cancel: procedure
    .input(tasksRequest)
    .mutation(async ({ ctx, input }) => unwrap(await ctx.service.cancelTasks(ctx.owner, input))),
});
