import { createHash } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { type Failure, failure } from "@pixelmill/core";
import { FailureError } from "../router/failureError.ts";
import type { HeldRoom } from "../service/diskAccount.ts";
import { gatheredBytes } from "../store/durableFiles.ts";

/** Longest silence of a sender in the middle of a body, in milliseconds; after it the connection is cut. */
const silenceMs = 120_000;

/** Bytes on their way in: measured, hashed and bounded as they pass. */
export interface MeteredBody {
  readonly bytes: AsyncIterable<Uint8Array>;
  /** SHA-256 in hexadecimal of all that passed; to be asked for once, at the end. */
  readonly sha256: () => string;
}

/** A request's announced size in bytes; null where it comes in chunks. */
export function announcedBytes(req: IncomingMessage): number | null {
  const header = req.headers["content-length"];
  return header === undefined ? null : Number(header);
}

/** Bounds of a body. */
export interface BodyBounds {
  readonly maxBytes: number;
  /** The failure of a body above `maxBytes`. */
  readonly tooLarge: Failure;
  /** Announced size in bytes; null where it is not known. */
  readonly expectedBytes: number | null;
  /** Room on the disk for the announced bytes; it grows with a body that announced none. */
  readonly room: HeldRoom;
}

/** Room asked for at a time for a body of unknown size, in bytes. */
const grownBytes = 1024 * 1024;

/**
 * Meters a stream of bytes. It throws the bounds' `tooLarge` as a {@link FailureError} at the first byte above them, `storageFull` where
 * the disk has no room for more, and `uploadMismatch` where the stream ends before its announced size.
 */
export function meter(source: AsyncIterable<Uint8Array>, { maxBytes, tooLarge, expectedBytes, room }: BodyBounds): MeteredBody {
  const hash = createHash("sha256");
  let received = 0;
  let granted = expectedBytes ?? 0;
  async function* bytes() {
    for await (const chunk of source) {
      received += chunk.byteLength;
      if (received > maxBytes) throw new FailureError(tooLarge);
      if (received > granted) {
        const more = Math.max(grownBytes, received - granted);
        if (!(await room.grow(more))) throw new FailureError(failure("storageFull"));
        granted += more;
      }
      hash.update(chunk);
      yield chunk;
      // Asked for the next chunk: all but what a file gathers is written.
      room.toCome(granted - Math.max(0, received - gatheredBytes));
    }
    if (expectedBytes !== null && received !== expectedBytes) {
      throw new FailureError(failure("uploadMismatch", { received, expected: expectedBytes }));
    }
  }
  return { bytes: bytes(), sha256: () => hash.digest("hex") };
}

/**
 * The body of a request. Ending it early leaves the connection open, so that the answer still reaches its sender; a
 * sender that falls silent loses it.
 */
export async function* bodyOf(req: IncomingMessage): AsyncIterable<Uint8Array> {
  const heard = cutWhereSilent(req);
  try {
    yield* req.iterator({ destroyOnReturn: false });
  } finally {
    heard();
  }
}

/** Cuts the connection of a sender that falls silent, until the returned function is called or the body has ended. */
export function cutWhereSilent(req: IncomingMessage): () => void {
  const heard = () => void req.setTimeout(0);
  req.setTimeout(silenceMs, () => req.destroy(new Error("the sender fell silent")));
  req.once("end", heard);
  return heard;
}
