import { createHash, hash } from "node:crypto";
import { closeSync, constants, fstatSync, openSync, read, readSync } from "node:fs";
import { promisify } from "node:util";
import { native } from "@pixelmill/native";

/** Bytes read in one go: most images whole. */
const chunkBytes = 512 * 1024;

const readFrom = promisify(read);

/**
 * SHA-256 of a file in hexadecimal. Rejects with Node's error, and for what is no plain file; a pipe is not waited for. `isCached`: it was
 * written a moment ago, so that reading it waits for no disk.
 */
export async function sha256OfFile(path: string, { isCached = false } = {}): Promise<string> {
  // As for every file that is only looked up (durableFiles.ts): opening is done at once, reading goes to the thread pool.
  const file = openSync(native.longPath(path), constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const facts = fstatSync(file);
    if (!facts.isFile()) throw new Error("Not a plain file.");
    // Of 50 KB the turn through the thread pool takes twice the processor time of the rest.
    if (isCached && facts.size <= chunkBytes) return hash("sha256", readAll(file, facts.size));
    return await sha256Of(file, facts.size);
  } finally {
    closeSync(file);
  }
}

function readAll(file: number, bytes: number): Buffer {
  const buffer = Buffer.allocUnsafe(bytes);
  return buffer.subarray(0, readSync(file, buffer, 0, bytes, 0));
}

async function sha256Of(file: number, bytes: number): Promise<string> {
  const running = createHash("sha256");
  const buffer = Buffer.allocUnsafe(Math.min(bytes, chunkBytes));
  for (let at = 0; at < bytes; ) {
    const { bytesRead } = await readFrom(file, buffer, 0, buffer.length, at);
    // It became shorter meanwhile.
    if (bytesRead === 0) break;
    running.update(buffer.subarray(0, bytesRead));
    at += bytesRead;
  }
  return running.digest("hex");
}
