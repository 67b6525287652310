import { constants as bufferLimits } from "node:buffer";
import { promisify } from "node:util";
import { constants, gunzip, gunzipSync, gzip } from "node:zlib";
import { fail, failure, formatBytes, ok, type Result } from "@pixelmill/core";

const [unpackAll, packAll] = [promisify(gunzip), promisify(gzip)];

/** Whether bytes begin as a gzip file does. */
export const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b && bytes[2] === 8;

/** What the beginning of a gzip file unpacks to, as far as it can be told: at most about a thousand times as much. Empty where it is none. */
export function unpackHead(head: Uint8Array): Buffer {
  try {
    // Without the sum that a whole file ends with: whether it is right is for who reads all of it.
    return gunzipSync(head.subarray(0, -8), { finishFlush: constants.Z_SYNC_FLUSH });
  } catch {
    return Buffer.alloc(0);
  }
}

/**
 * The text of a packed drawing of at most so many bytes; no more than those are ever unpacked. Fails with `drawingTooLarge`, with
 * `truncatedImage` where its end is missing, and with `corruptImage`.
 */
export async function unpackDrawing(bytes: Uint8Array, maxBytes: number): Promise<Result<Buffer>> {
  try {
    return ok(await unpackAll(bytes, { maxOutputLength: Math.min(maxBytes, bufferLimits.MAX_LENGTH) }));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ERR_BUFFER_TOO_LARGE")
      return fail(failure("drawingTooLarge", { size: `> ${formatBytes(maxBytes)}`, limit: formatBytes(maxBytes) }));
    if (code === "Z_BUF_ERROR") return fail(failure("truncatedImage"));
    if (code?.startsWith("Z_") === true) return fail(failure("corruptImage"));
    throw error;
  }
}

/** Packs as small as gzip can; the same bytes give the same file. */
export const packDrawing = (bytes: Uint8Array): Promise<Buffer> => packAll(bytes, { level: constants.Z_BEST_COMPRESSION });
