import type { ErrorCode } from "./errors/errorTable.ts";

/** An expected failure as plain data: safe to send over IPC, store, and show to a user. */
export interface Failure {
  readonly code: ErrorCode;
  /** What happened, in words for the user. Never a server path, never a stack. */
  readonly message: string;
}

/** The value, or the expected failure that took its place. Bugs are thrown; failures are returned. */
export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: Failure };

export const ok = <T>(value: T): Result<T> => ({ ok: true, value });

export const fail = (error: Failure): { readonly ok: false; readonly error: Failure } => ({ ok: false, error });
