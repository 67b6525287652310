import sharp from "sharp";
import { drawPicture, plain } from "./pictures.ts";
import type { Tree } from "./tree.ts";

/**
 * Photos that keep an encoder busy for a while each, told apart by their width: the nth is `1800 + first + n` pixels
 * wide. A second set of the same photos would be served from the ledger in no time; one with another `first` is not.
 */
export async function busyPhotos(count: number, folder: string, first = 0): Promise<Tree> {
  const base = await drawPicture("beach", 1800 + first + count, 1300)
    .png({ compressionLevel: 0 })
    .toBuffer();
  const files = new Map<string, Uint8Array>();
  for (let at = 0; at < count; at += 1) {
    const photo = sharp(base).extract({ left: 0, top: 0, width: 1800 + first + at, height: 1300 });
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
