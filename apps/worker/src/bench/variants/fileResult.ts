import { type ErrorCode, isDelivered, type TaskResult } from "@pixelmill/core";

/** What became of a file. */
export interface FileResult {
  readonly name: string;
  /** Size of all that came out together; null where anything failed. */
  readonly bytes: number | null;
  /** The first failure's code. */
  readonly code: ErrorCode | null;
}

/** One file's results, one for each of its outputs, as one. */
export function fileResult(name: string, results: readonly TaskResult[]): FileResult {
  const delivered = results.filter(isDelivered);
  const failed = results.find((result) => result.status === "failed");
  const bytes = delivered.reduce((sum, { output }) => sum + output.bytes, 0);
  return { name, bytes: delivered.length === results.length ? bytes : null, code: failed?.error.code ?? null };
}
