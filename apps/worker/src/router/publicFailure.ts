import { type Failure, failure } from "@pixelmill/core";
import type { TRPCError } from "@trpc/server";
import * as z from "zod";
import { FailureError } from "./failureError.ts";

/**
 * What the client is told of an error: an expected failure as it is, an invalid request with its problems, and nothing of a bug,
 * whose own text may carry the server's paths.
 */
export function publicFailure({ cause, code }: Pick<TRPCError, "cause" | "code">): Failure {
  if (cause instanceof FailureError) return cause.failure;
  if (cause instanceof z.ZodError) return failure("invalidRequest", { reason: z.prettifyError(cause) });
  if (code === "NOT_FOUND") return failure("notFound");
  return code === "INTERNAL_SERVER_ERROR" ? failure("internal") : failure("invalidRequest", { reason: code });
}
