import { type Failure, failure, type SourceFormat, sourceFacts } from "@pixelmill/core";
import sharp from "sharp";
import { damageCode } from "./errorTexts.ts";
import { isTruncated } from "./isTruncated.ts";

/** The file that an error is about. */
export interface FailedFile {
  readonly path: string;
  readonly format: SourceFormat;
}

/**
 * The failure for an error thrown while a file was read or encoded. Its message is the table's own: never libvips' text, which holds
 * paths or says only `Unknown error`. Where the text does not tell, the file is decoded once more on its own: what decodes could not
 * be encoded, what doesn't is damaged.
 */
export async function failureOf(error: unknown, file: FailedFile): Promise<Failure> {
  const text = error instanceof Error ? error.message : String(error);
  if (isStorageFull(error, text)) return failure("storageFull");
  if (isOurs(error)) return reported(failure("internal"), error);
  // Image sequences are AVIF too, but none that libheif opens here. Of the other formats only damaged files look like no image at all.
  if (file.format === "avif" && /unsupported image format/i.test(text)) return variant(file.format);
  const code = damageCode(text) ?? ((await decodes(file.path)) ? "encodeFailed" : "corruptImage");
  switch (code) {
    case "encodeFailed":
      return reported(failure("encodeFailed"), error);
    case "unsupportedVariant":
      return variant(file.format);
    case "corruptImage":
      return failure((await isTruncated(file.path, file.format)) ? "truncatedImage" : "corruptImage");
    default:
      return failure(code);
  }
}

const variant = (format: SourceFormat): Failure => failure("unsupportedVariant", { format: sourceFacts[format].label });

const isStorageFull = (error: unknown, text: string): boolean =>
  (error instanceof Error && "code" in error && (error.code === "ENOSPC" || error.code === "EDQUOT")) ||
  /no space left|disk quota exceeded/i.test(text);

/** Errors of Node and of this program's own making, which say nothing about the image. */
const isOurs = (error: unknown): boolean =>
  !(error instanceof Error) || error instanceof TypeError || error instanceof RangeError || "syscall" in error;

async function decodes(path: string): Promise<boolean> {
  try {
    await sharp(path, { failOn: "error" }).resize(1, 1, { fit: "fill" }).raw().toBuffer();
    return true;
  } catch {
    return false;
  }
}

/** The whole error goes to the encoder's standard error, from where the parent logs it. */
function reported(result: Failure, error: unknown): Failure {
  console.error(error);
  return result;
}
