import type { Failure } from "@pixelmill/core";
import { initTRPC } from "@trpc/server";
import type { Owner, Service } from "../service/service.ts";
import { FailureError } from "./failureError.ts";

/** What every procedure gets: who asks, already authenticated, and the service. */
export interface RouterContext {
  readonly owner: Owner;
  readonly service: Service;
}

const trpc = initTRPC.context<RouterContext>().create({
  errorFormatter: ({ shape, error }) => ({
    message: shape.message,
    code: shape.code,
    // Never the stack: it would carry the server's paths.
    data: { ...shape.data, stack: undefined, path: undefined, failure: publicFailure(error.cause) },
  }),
  sse: { ping: { enabled: true, intervalMs: 15_000 }, client: { reconnectAfterInactivityMs: 40_000 } },
});

const publicFailure = (cause: unknown): Failure | null => (cause instanceof FailureError ? cause.failure : null);

export const { router, procedure } = { router: trpc.router, procedure: trpc.procedure };
