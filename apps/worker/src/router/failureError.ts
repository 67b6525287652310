import { type ErrorCode, type Failure, failure, type Result } from "@pixelmill/core";
import { TRPCError } from "@trpc/server";
import { statusOf } from "../http/status.ts";
import { StorageFullError, withStorageFull } from "../store/storageFull.ts";

/** An expected failure on its way through tRPC, which knows only thrown errors. */
export class FailureError extends Error {
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(failure.message);
    this.failure = failure;
  }
}

/** The expected failure behind a thrown error: one on its way, or a full disk. Null behind a bug. */
export function expectedFailure(error: unknown): Failure | null {
  if (error instanceof FailureError) return error.failure;
  return withStorageFull(error) instanceof StorageFullError ? failure("storageFull") : null;
}

type TrpcCode = ConstructorParameters<typeof TRPCError>[0]["code"];

/** The value of a result, or its failure thrown as {@link trpcError} makes it. */
export function unwrap<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw trpcError(result.error);
}

/** A failure as tRPC's own error with the matching code. */
export const trpcError = (expected: Failure): TRPCError =>
  new TRPCError({ code: trpcCode(expected.code), message: expected.message, cause: new FailureError(expected) });

function trpcCode(code: ErrorCode): TrpcCode {
  switch (statusOf(code)) {
    case 401:
      return "UNAUTHORIZED";
    case 403:
      return "FORBIDDEN";
    case 404:
    case 410:
      return "NOT_FOUND";
    case 409:
      return "CONFLICT";
    case 413:
      return "PAYLOAD_TOO_LARGE";
    case 422:
      return "UNPROCESSABLE_CONTENT";
    case 503:
    case 507:
      return "SERVICE_UNAVAILABLE";
    case 500:
      return "INTERNAL_SERVER_ERROR";
    default:
      return "BAD_REQUEST";
  }
}
