/** One row of the closed error table. */
export interface ErrorFacts {
  /** True where the same request may succeed later without being changed. */
  readonly retryable: boolean;
  /** Public message; `{name}` marks a value filled in by {@link failure}. */
  readonly message: string;
}

/**
 * Every expected failure of Pixelmill, by code. The table is closed: a code that is not here does not exist, and
 * each one is documented in docs/errors.md (a test holds both to each other).
 */
export const errorTable = {
  // The file itself
  emptyFile: { retryable: false, message: "The file is empty." },
  unsupportedFormat: {
    retryable: false,
    message: "This is {kind}. Pixelmill reads JPEG, PNG, WebP, AVIF, GIF, TIFF, HEIC, JPEG XL, BMP and ICO.",
  },
  svgNotSupported: {
    retryable: false,
    message: "SVG is a drawing: Pixelmill makes it smaller as SVG and does not turn it into pixels. Choose the original format.",
  },
  drawingTooLarge: {
    retryable: false,
    message: "The SVG drawing has {size}; the limit is {limit} (setting MAX_SVG_SIZE).",
  },
  tooManyElements: {
    retryable: false,
    message: "The SVG drawing has {elements} elements; the limit is {limit} (setting MAX_SVG_ELEMENTS).",
  },
  unsupportedVariant: {
    retryable: false,
    message: "The image is a kind of {format} that Pixelmill cannot read or write without loss.",
  },
  pagesDiffer: {
    retryable: false,
    message:
      "The pages of this TIFF differ in size: they cannot be written again as one file. Choose JPEG, PNG, WebP or AVIF to get its first page.",
  },
  corruptImage: { retryable: false, message: "The image is damaged and cannot be decoded." },
  truncatedImage: { retryable: false, message: "The image is cut off: the end of the file is missing." },
  tooManyPixels: {
    retryable: false,
    message: "The image has {pixels} megapixels; the limit is {limit} (setting MAX_MEGAPIXELS).",
  },
  tooManyFrames: {
    retryable: false,
    message: "The animation has {frames} frames; the limit is {limit} (setting MAX_FRAMES).",
  },
  imageTooLargeForFormat: {
    retryable: false,
    message:
      "{format} holds at most {limit} pixels a side; this image is {width} × {height}. Resize it or choose another format.",
  },
  // Limits of a submission
  fileTooLarge: { retryable: false, message: "The file is larger than the limit of {limit} (setting MAX_FILE_SIZE)." },
  tooManyFiles: { retryable: false, message: "The job has reached its limit of {limit} files (setting MAX_FILES_PER_JOB)." },
  jobTooLarge: { retryable: false, message: "The job has reached its limit of {limit} (setting MAX_JOB_SIZE)." },
  pathTooLong: { retryable: false, message: "The file's path is longer than {limit} characters." },
  // Encoding
  exceedsMemory: {
    retryable: false,
    message: "The image needs about {needed} of memory; the budget leaves {budget} for encoding. Raise MEMORY_LIMIT.",
  },
  memoryOverrun: {
    retryable: false,
    message: "The image took more memory than the {budget} that the budget leaves for encoding. Raise MEMORY_LIMIT.",
  },
  deadlineExceeded: { retryable: false, message: "Encoding took longer than {seconds} s and was stopped." },
  encoderCrashed: { retryable: false, message: "The encoder crashed on this image, twice. The image was set aside." },
  encodeFailed: { retryable: false, message: "The image could not be encoded with these settings." },
  exceedsMaxBytes: {
    retryable: false,
    message: "Even at the lowest quality the image takes {bytes}; at most {limit} were asked for. Resize it, or allow more.",
  },
  // Requests
  invalidRequest: { retryable: false, message: "The request is not valid: {reason}" },
  codecsUnavailable: {
    retryable: false,
    message: "{wish} needs Pixelmill's own codecs, which are missing on this server: {reason}.",
  },
  notFound: { retryable: false, message: "There is nothing here under that address." },
  jobExpired: {
    retryable: false,
    message: "The job has expired: the server keeps finished jobs for a while, and less long while its disk is nearly full.",
  },
  accessTokenRequired: {
    retryable: false,
    message: "An access token is needed: open the link that Pixelmill printed when it started.",
  },
  tooManyTokens: {
    retryable: true,
    message: "Too many wrong access tokens came from this address. None is looked at until some seconds have passed without one.",
  },
  forbiddenOrigin: { retryable: false, message: "The request came from another site and was refused." },
  jobStarted: { retryable: false, message: "The job has begun: only a draft is estimated." },
  jobSealed: { retryable: false, message: "The job takes no more files." },
  tooManyRevisions: {
    retryable: false,
    message: "Files of this job have {limit} different settings already. Apply these to all files, or make a job of their own.",
  },
  uploadMismatch: { retryable: true, message: "The upload ended after {received} of {expected} bytes." },
  resultNotReady: { retryable: true, message: "The result is not ready yet." },
  // The service
  storageFull: {
    retryable: true,
    message: "The server's disk is full. Delete finished jobs or free some space, then try again.",
  },
  memoryTaken: { retryable: true, message: "The server's memory is taken by other images at the moment. Try again soon." },
  unavailable: { retryable: true, message: "The service is restarting. Try again in a moment." },
  dataDirectoryInUse: {
    retryable: true,
    message:
      "Another Pixelmill is running on this data directory. Stop that one, or give this one a directory of its own (setting DATA_DIR).",
  },
  internal: { retryable: true, message: "Something went wrong inside Pixelmill. The server's log has the details." },
  // The command line
  sourceUnreadable: { retryable: false, message: "The file cannot be read: {reason}" },
  outputExists: {
    retryable: false,
    message: "The output would replace a source file. Choose another --out, or say --overwrite.",
  },
  outputUnwritable: { retryable: true, message: "The output cannot be written: {reason}" },
} as const satisfies Record<string, ErrorFacts>;

/** A code of the closed error table. */
export type ErrorCode = keyof typeof errorTable;

/** All codes, in the table's order. */
export const errorCodes = Object.keys(errorTable) as [ErrorCode, ...ErrorCode[]];
