import { createReadStream, createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

/** A range of a file, from its first byte to the one behind its last. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** A part of a file that is put together anew: a range of the old one, or bytes of its own. */
export type Piece = Range | Uint8Array;

export const isRange = (piece: Piece): piece is Range => !(piece instanceof Uint8Array);

/** Bytes of the file that pieces make. */
export const bytesOf = (pieces: readonly Piece[]): number =>
  pieces.reduce((sum, piece) => sum + (isRange(piece) ? piece.to - piece.from : piece.length), 0);

/** Writes a file of ranges of another one and of bytes of its own, streaming. Gives its size in bytes. */
export async function writePieces(source: string, pieces: readonly Piece[], target: string): Promise<number> {
  await pipeline(Readable.from(contents(source, pieces), { objectMode: false }), createWriteStream(target));
  return bytesOf(pieces);
}

async function* contents(source: string, pieces: readonly Piece[]): AsyncGenerator<Uint8Array> {
  for (const piece of pieces) {
    if (!isRange(piece)) yield piece;
    else if (piece.to > piece.from) yield* createReadStream(source, { start: piece.from, end: piece.to - 1 });
  }
}

/** Ranges that stay, joined where they touch, so that a file of a million tiny parts does not become a list of a million. */
export class Kept {
  readonly #ranges: Range[] = [];

  keep(from: number, to: number): void {
    const last = this.#ranges.at(-1);
    if (last?.to === from) this.#ranges.splice(-1, 1, { from: last.from, to });
    else this.#ranges.push({ from, to });
  }

  get ranges(): readonly Range[] {
    return this.#ranges;
  }

  /** The ranges with bytes put in at a position between two of them, or inside one. */
  with(at: number, inserted: readonly Uint8Array[]): readonly Piece[] {
    const before = this.#ranges.filter(({ from }) => from < at).map(({ from, to }) => ({ from, to: Math.min(to, at) }));
    const behind = this.#ranges.filter(({ to }) => to > at).map(({ from, to }) => ({ from: Math.max(from, at), to }));
    return [...before, ...inserted, ...behind];
  }
}
