import type { ErrorCode } from "@pixelmill/core";
import { triesRefillSeconds } from "../access/tokenTries.ts";

/** HTTP status of every code: exhaustive, so that a new code does not compile without one. */
const statuses: Readonly<Record<ErrorCode, number>> = {
  emptyFile: 422,
  unsupportedFormat: 422,
  svgNotSupported: 422,
  drawingTooLarge: 422,
  tooManyElements: 422,
  unsupportedVariant: 422,
  pagesDiffer: 422,
  corruptImage: 422,
  truncatedImage: 422,
  tooManyPixels: 422,
  tooManyFrames: 422,
  imageTooLargeForFormat: 422,
  fileTooLarge: 413,
  tooManyFiles: 413,
  jobTooLarge: 413,
  pathTooLong: 422,
  exceedsMemory: 422,
  memoryOverrun: 422,
  deadlineExceeded: 422,
  encoderCrashed: 422,
  encodeFailed: 422,
  exceedsMaxBytes: 422,
  invalidRequest: 400,
  codecsUnavailable: 422,
  notFound: 404,
  jobExpired: 410,
  accessTokenRequired: 401,
  tooManyTokens: 429,
  forbiddenOrigin: 403,
  jobStarted: 409,
  jobSealed: 409,
  tooManyRevisions: 409,
  uploadMismatch: 400,
  resultNotReady: 409,
  storageFull: 507,
  memoryTaken: 503,
  unavailable: 503,
  dataDirectoryInUse: 503,
  internal: 500,
  sourceUnreadable: 500,
  outputExists: 500,
  outputUnwritable: 500,
};

export const statusOf = (code: ErrorCode): number => statuses[code];

/** After how many seconds a refused request is worth another try, by code, for those where that is known. */
export const retryAfterSeconds: Readonly<Partial<Record<ErrorCode, number>>> = { tooManyTokens: triesRefillSeconds };
