import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { type BlobStore, type ByteRange, fail, failure, ok, type Result } from "@pixelmill/core";
import { sendFailure } from "../http/reply.ts";
import type { DeliveredFile } from "../service/service.ts";
import { parseRange } from "./byteRange.ts";
import { attachment } from "./contentDisposition.ts";

/** Headers of every answer that carries a user's file: a browser stores it and never runs it. */
export const downloadHeaders = (path: string, mimeType: string) => ({
  "Content-Type": mimeType,
  "Content-Disposition": attachment(path),
  "Content-Security-Policy": "sandbox; default-src 'none'",
});

/** Strong validator of a delivered file. Every attempt writes under a key of its own, so the key stands for the bytes. */
const etagOf = (key: string): string => `"${createHash("sha256").update(key).digest("hex").slice(0, 32)}"`;

/** Where a file's bytes are, and how long its reader may take none of them, in milliseconds. */
export interface Sending {
  readonly blobs: BlobStore;
  readonly stallMs: number;
}

/** Answers with a delivered file or the part of it that is asked for: 200, 206, 304 or 416. */
export async function sendFile(
  req: IncomingMessage,
  res: ServerResponse,
  file: DeliveredFile,
  { blobs, stallMs }: Sending,
): Promise<Result<null>> {
  const etag = etagOf(file.key);
  res.setHeader("Cache-Control", "private, no-cache");
  if (matchesAny(req.headers["if-none-match"], etag)) {
    res.writeHead(304, { ETag: etag }).end();
    return ok(null);
  }
  const range = wantedRange(req, etag, file.bytes);
  if (range === "unsatisfiable") {
    res.setHeader("Content-Range", `bytes */${file.bytes}`);
    sendFailure(res, failure("invalidRequest", { reason: "the range lies outside of the file." }), 416);
    return ok(null);
  }
  return sendRange(req, res, file, { blobs, stallMs, range, etag });
}

/**
 * Streams bytes into an answer at the speed of its reader, who is cut off after taking none for `stallMs` milliseconds: what is sent is held
 * open meanwhile, and its job kept. A reader that leaves is no failure.
 */
export async function streamInto(res: ServerResponse, bytes: AsyncIterable<Uint8Array>, stallMs: number): Promise<void> {
  // Node counts what the system takes of a large write as well. The answer's end puts the wait for the next request in its place.
  res.setTimeout(stallMs, () => res.destroy());
  try {
    await pipeline(toReadable(bytes), res);
  } catch (error) {
    const left = res.destroyed && error instanceof Error && "code" in error && error.code === "ERR_STREAM_PREMATURE_CLOSE";
    if (!left) throw error;
  }
}

/** A stream of bytes in Node's form. */
export const toReadable = (bytes: AsyncIterable<Uint8Array>): Readable =>
  bytes instanceof Readable ? bytes : Readable.from(bytes, { objectMode: false });

async function sendRange(
  req: IncomingMessage,
  res: ServerResponse,
  file: DeliveredFile,
  { blobs, stallMs, range, etag }: Sending & { readonly range: ByteRange | null; readonly etag: string },
): Promise<Result<null>> {
  const { start, end } = range ?? { start: 0, end: file.bytes - 1 };
  const head = req.method === "HEAD";
  const bytes = head ? null : await blobs.get(file.key, range ?? undefined);
  // Deleted since its row was read.
  if (!head && bytes === null) return fail(failure("notFound"));
  res.writeHead(range === null ? 200 : 206, {
    ...downloadHeaders(file.path, file.mimeType),
    ...(file.contentEncoding === undefined ? {} : { "Content-Encoding": file.contentEncoding }),
    "Content-Length": end - start + 1,
    "Accept-Ranges": "bytes",
    ETag: etag,
    ...(range === null ? {} : { "Content-Range": `bytes ${start}-${end}/${file.bytes}` }),
  });
  if (bytes === null) res.end();
  else await streamInto(res, bytes, stallMs);
  return ok(null);
}

// A range of another version of the file is of no use: If-Range asks for the whole in that case.
function wantedRange(req: IncomingMessage, etag: string, size: number): ReturnType<typeof parseRange> {
  const condition = req.headers["if-range"];
  return condition !== undefined && condition !== etag ? null : parseRange(req.headers.range, size);
}

const matchesAny = (header: string | undefined, etag: string): boolean =>
  (header ?? "").split(",").some((part) => ["*", etag].includes(part.trim().replace(/^W\//, "")));
