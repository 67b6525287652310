import type { ErrorCode } from "@pixelmill/core";

/** HTTP status of every code: exhaustive, so that a new code does not compile without one. */
const statuses: Readonly<Record<ErrorCode, number>> = {
  emptyFile: 422,
  unsupportedFormat: 422,
  svgNotSupported: 422,
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
  invalidRequest: 400,
  notFound: 404,
  accessTokenRequired: 401,
  forbiddenOrigin: 403,
  jobSealed: 409,
  uploadMismatch: 400,
  resultNotReady: 409,
  storageFull: 507,
  unavailable: 503,
  internal: 500,
  sourceUnreadable: 500,
  outputExists: 500,
  outputUnwritable: 500,
};

export const statusOf = (code: ErrorCode): number => statuses[code];
