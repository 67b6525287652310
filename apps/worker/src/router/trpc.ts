import { initTRPC } from "@trpc/server";
import type { Owner, Service } from "../service/service.ts";
import { expectedFailure, trpcError } from "./failureError.ts";
import { publicFailure } from "./publicFailure.ts";

/** What every procedure gets: who asks, already authenticated, and the service. */
export interface RouterContext {
  readonly owner: Owner;
  readonly service: Service;
}

const trpc = initTRPC.context<RouterContext>().create({
  errorFormatter: ({ shape, error }) => {
    const shown = publicFailure(error);
    // Neither the error's own text nor its stack.
    return {
      message: shown.message,
      code: shape.code,
      data: { ...shape.data, stack: undefined, path: undefined, failure: shown },
    };
  },
  sse: { ping: { enabled: true, intervalMs: 15_000 }, client: { reconnectAfterInactivityMs: 40_000 } },
});

export const { router } = trpc;

/** A call. What is thrown where the disk is full comes out as the failure that it is: to tRPC alone it would be a bug. */
export const procedure = trpc.procedure.use(async ({ next }) => {
  const result = await next();
  const expected = result.ok ? null : expectedFailure(result.error.cause);
  if (expected !== null) throw trpcError(expected);
  return result;
});
