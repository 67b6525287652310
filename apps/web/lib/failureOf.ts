import { type ErrorCode, errorCodes, type Failure, failure, isRetryable } from "@pixelmill/core";

/**
 * The expected failure behind whatever a tRPC call threw. The service puts its own into `data.failure`; without one the
 * request did not get through (`unavailable`), or the service broke (`internal`).
 */
export function failureOf(error: unknown): Failure {
  const data = property(error, "data");
  const known = asFailure(property(data, "failure"));
  if (known) return known;
  switch (property(data, "code")) {
    case undefined:
      return failure("unavailable");
    case "UNAUTHORIZED":
      return failure("accessTokenRequired");
    case "NOT_FOUND":
      return failure("notFound");
    default:
      return failure("internal");
  }
}

/** The failure in the `{ error: { code, message } }` body of a plain HTTP answer; null where there is none. */
export function failureInBody(body: string): Failure | null {
  try {
    return asFailure(property(JSON.parse(body), "error"));
  } catch {
    return null;
  }
}

export const isWorthRetrying = (error: unknown): boolean => isRetryable(failureOf(error).code);

function asFailure(value: unknown): Failure | null {
  const code = property(value, "code");
  const message = property(value, "message");
  return isErrorCode(code) && typeof message === "string" ? { code, message } : null;
}

const isErrorCode = (value: unknown): value is ErrorCode => (errorCodes as readonly unknown[]).includes(value);

const property = (value: unknown, name: string): unknown =>
  typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
