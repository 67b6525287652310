import sharp from "sharp";

/** A picture that compresses like a photo: smooth gradients under a little noise. The same for the same seed. */
export async function makePhoto(width: number, height: number, seed = 1): Promise<Buffer> {
  const pixels = Buffer.alloc(width * height * 3);
  let state = seed * 2_654_435_761;
  for (let index = 0; index < pixels.length; index += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const at = Math.floor(index / 3);
    const [x, y] = [at % width, Math.floor(at / width)];
    const wave = 96 + 64 * Math.sin(x / (23 + seed)) + 64 * Math.cos(y / (31 + seed) + (index % 3));
    pixels[index] = Math.max(0, Math.min(255, wave + (state >>> 28)));
  }
  return sharp(pixels, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 95 })
    .toBuffer();
}
