import { createReadStream, createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";

/** Copies a file's bytes and nothing else: `copyFile` copies its mode too, which an encoder may not change. */
export const copyBytes = (source: string, target: string): Promise<void> =>
  pipeline(createReadStream(source), createWriteStream(target));
