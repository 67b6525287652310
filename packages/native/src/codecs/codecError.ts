/**
 * Why a codec gave no result: the file is damaged or hostile; it is sound but of a kind that is not done (arithmetic or 12-bit JPEG);
 * it has more pixels than any codec takes (2^28), or needs more memory than there is; or the fault is ours.
 */
export type CodecFailureReason = "corrupt" | "unsupported" | "tooLarge" | "internal";

/** What the promises of codecs reject with. */
export class CodecError extends Error {
  readonly reason: CodecFailureReason;

  /** @param detail for logs, not for users */
  constructor(reason: CodecFailureReason, detail: string) {
    super(detail);
    this.name = "CodecError";
    this.reason = reason;
  }
}
