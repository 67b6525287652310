import sharp from "sharp";
import type { Dimensions } from "../../packages/core/src/index.ts";
import { drawPicture, plain } from "./pictures.ts";
import type { Tree } from "./tree.ts";

/** Photos of 2.3 MP, which keep an encoder busy for a while each. */
export const busyPhotos = (count: number, folder: string, first = 0): Promise<Tree> =>
  photos(count, folder, { width: 1800 + first, height: 1300 });

/**
 * Photos that are told apart by their width: the nth is n pixels wider than the first. A second set of the same photos would be served
 * from the ledger in no time; one of other widths is not.
 */
export async function photos(count: number, folder: string, { width, height }: Dimensions): Promise<Tree> {
  const base = await drawPicture("beach", width + count, height)
    .png({ compressionLevel: 0 })
    .toBuffer();
  const files = new Map<string, Uint8Array>();
  for (let at = 0; at < count; at += 1) {
    const photo = sharp(base).extract({ left: 0, top: 0, width: width + at, height });
    files.set(`${folder}/photo-${String(at).padStart(3, "0")}.jpg`, await photo.jpeg({ quality: 88 }).toBuffer());
  }
  return files;
}

/** Small images of a few hundred bytes, half of them in a folder of their own. The nth is the only one of its size. */
export async function smallImages(count: number, folder: string): Promise<Tree> {
  const made = Array.from({ length: count }, async (_, at) => {
    const [width, height] = [40 + (at % 40), 30 + Math.floor(at / 40)];
    const hue = `hsl(${(at * 37) % 360}, 60%, 50%)`;
    const path = `${folder}/${at % 2 === 0 ? "even/" : ""}image-${String(at).padStart(4, "0")}.png`;
    return [path, await plain(width, height, hue).png().toBuffer()] as const;
  });
  return new Map(await Promise.all(made));
}
