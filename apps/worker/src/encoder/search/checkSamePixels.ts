import sharp from "sharp";
import { readOptions } from "../steps/decode.ts";
import { freePixels } from "../steps/hold.ts";
import type { Bench } from "./bench.ts";

/** Throws where a file that was written without loss does not hold exactly the pixels it was made of. */
export async function checkSamePixels(bench: Bench, encoded: Uint8Array): Promise<void> {
  const { width, height, frames, format } = bench.shape;
  const [wanted, got] = [
    await samples(await bench.source(), width * height * frames, 1),
    await samples(encoded, width * height * frames, frames),
  ];
  try {
    if (!wanted.equals(got)) throw new Error(`a ${format} that was to lose nothing has other pixels than its source`);
  } finally {
    freePixels(wanted);
    freePixels(got);
  }
}

const samples = (file: Uint8Array, pixels: number, frames: number): Promise<Buffer> =>
  sharp(file, readOptions(pixels, frames)).ensureAlpha().toColourspace("srgb").raw({ depth: "uchar" }).toBuffer();
