import { type Failure, failure, formats, type ImageFormat } from "@pixelmill/core";
import { damageCode } from "./errorTexts.ts";
import { isTruncated } from "./isTruncated.ts";

/** The file that an error is about. */
export interface FailedFile {
  readonly path: string;
  readonly format: ImageFormat;
  /** The format it was to be written in. */
  readonly output: ImageFormat;
}

/** The failure for an error thrown while a file was read or encoded. Its message is the table's own: never libvips' text, which holds paths. */
export async function failureOf(error: unknown, file: FailedFile): Promise<Failure> {
  const text = error instanceof Error ? error.message : String(error);
  if (isSystemFull(error, text)) return failure("storageFull");
  if (isBug(error)) {
    console.error(error);
    return failure("internal");
  }
  const code = damageCode(text);
  if (code === "encodeFailed") return reported(failure("encodeFailed"), text);
  if (code === "unsupportedVariant") return failure("unsupportedVariant", { format: formats[file.format].label });
  if (code === "corruptImage" && (await isTruncated(file.path, file.format))) return failure("truncatedImage");
  return failure(code);
}

const isSystemFull = (error: unknown, text: string): boolean =>
  (error instanceof Error && "code" in error && (error.code === "ENOSPC" || error.code === "EDQUOT")) ||
  /no space left|disk quota exceeded/i.test(text);

const isBug = (error: unknown): boolean =>
  !(error instanceof Error) ||
  error instanceof TypeError ||
  error instanceof RangeError ||
  ("code" in error && "syscall" in error);

/** The whole text goes to the encoder's standard error, from where the parent logs it. */
function reported(result: Failure, text: string): Failure {
  console.error(text);
  return result;
}
