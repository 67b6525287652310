import type { Readable } from "node:stream";
import type { BlobStore } from "@pixelmill/core";
import { ZipFile } from "yazl";
import type { DeliveredFile } from "../service/service.ts";
import type { ExtraFile } from "./extraFiles.ts";
import { toReadable } from "./sendFile.ts";

/** A ZIP on its way out. */
export interface ZipStream {
  readonly output: Readable;
  /** Size of the whole archive in bytes, known before its first byte since nothing is compressed. */
  readonly bytes: number;
  /** Closes the source file that is open, if any. To be called whatever became of the output. */
  close(): void;
}

/**
 * An archive of delivered files under their output paths, and of the given text files. Images do not compress
 * further, so they are stored as they are. One source is open at a time, and it is read no faster than the output.
 */
export function zipStream(files: readonly DeliveredFile[], blobs: BlobStore, extras: readonly ExtraFile[]): ZipStream {
  const zip = new ZipFile();
  const output = zip.outputStream as Readable;
  const mtime = new Date();
  let open: Readable | null = null;
  zip.on("error", (error: Error) => output.destroy(error));
  for (const { name, text } of extras) zip.addBuffer(Buffer.from(text), name, { mtime, compress: false });
  for (const { path, key, bytes } of files) {
    zip.addReadStreamLazy(path, { size: bytes, mtime, compress: false }, (done) => {
      openBlob(blobs, key).then(
        (source) => {
          open = source.once("error", (error) => output.destroy(error));
          if (output.destroyed) source.destroy();
          done(null, source);
        },
        (error: unknown) => done(error, null as never),
      );
    });
  }
  return { output, bytes: endOf(zip, files), close: () => void open?.destroy() };
}

async function openBlob(blobs: BlobStore, key: string): Promise<Readable> {
  const bytes = await blobs.get(key);
  if (bytes === null) throw new Error(`a file of the archive is gone: ${key}`);
  return toReadable(bytes);
}

function endOf(zip: ZipFile, files: readonly DeliveredFile[]): number {
  let total = 0;
  // yazl types the callback without its argument. It is called at once where every size is known.
  zip.end({ forceZip64Format: hasLargeDirectory(files), comment: "" }, (...[bytes = 0]: number[]) => {
    total = bytes;
  });
  return total;
}

/**
 * yazl 3.3 counts on ZIP64 from a central directory of 65,535 bytes upwards but writes it only from 4 GiB upwards, so
 * the announced size would be wrong in between: asking for ZIP64 there makes both agree.
 */
function hasLargeDirectory(files: readonly DeliveredFile[]): boolean {
  const bytesPerEntry = 46 + 9 + 28;
  return files.reduce((sum, { path }) => sum + bytesPerEntry + Buffer.byteLength(path), 1000) >= 0xffff;
}
