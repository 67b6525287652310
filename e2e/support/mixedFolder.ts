import sharp from "sharp";
import type { ErrorCode } from "../../packages/core/src/index.ts";
import { drawPicture, plain } from "./pictures.ts";
import type { Tree } from "./tree.ts";

/** Files of `mixedFolder` that are no images, and what Pixelmill says of each. */
export const badFiles: ReadonlyMap<string, ErrorCode> = new Map([
  ["mixed/broken/text.jpg", "unsupportedFormat"],
  ["mixed/broken/empty.jpg", "emptyFile"],
  ["mixed/broken/cut.jpg", "truncatedImage"],
]);

/** A folder as people have them: every format, folders in folders, what is easily lost, and files that are no images. */
export async function mixedFolder(): Promise<Tree> {
  const photo = await drawPicture("beach", 1500, 1000).jpeg({ quality: 92 }).toBuffer();
  return new Map<string, Uint8Array>([
    ["mixed/beach.jpg", photo],
    ["mixed/turned.jpg", await turned()],
    ["mixed/same/name.jpg", await drawPicture("city", 900, 600, 3).jpeg({ quality: 90 }).toBuffer()],
    ["mixed/same/name.png", await drawPicture("balloons", 700, 500, 4).png().toBuffer()],
    ["mixed/formats/logo.png", await transparent()],
    ["mixed/formats/moving.gif", await moving()],
    ["mixed/formats/scan.tiff", await drawPicture("mountains", 800, 1000, 5).tiff({ compression: "lzw" }).toBuffer()],
    ["mixed/formats/city.webp", await drawPicture("city", 1200, 800, 6).webp({ quality: 90 }).toBuffer()],
    ["mixed/formats/lake.avif", await drawPicture("mountains", 1000, 700, 7).avif({ quality: 70, effort: 0 }).toBuffer()],
    ["mixed/formats/deep/er/GREY.JPEG", await drawPicture("mountains", 640, 960, 8).greyscale().jpeg().toBuffer()],
    ["mixed/fotos für alle/ñandú & co (1).jpg", await drawPicture("balloons", 1000, 750, 9).jpeg().toBuffer()],
    ["mixed/tiny.png", await plain(16, 12, "#c22").png().toBuffer()],
    ["mixed/broken/text.jpg", Buffer.from("This was an image once.\n".repeat(40))],
    ["mixed/broken/empty.jpg", Buffer.alloc(0)],
    ["mixed/broken/cut.jpg", photo.subarray(0, Math.floor(photo.length / 3))],
  ]);
}

/** As a camera held upright writes it: the pixels lie, a note says how to turn them. Upright, its upper half is red. */
async function turned(): Promise<Buffer> {
  const upright = plain(600, 900, "#2255cc").composite([
    { input: await plain(600, 450, "#cc2222").png().toBuffer(), top: 0, left: 0 },
  ]);
  const lying = await sharp(await upright.png().toBuffer())
    .rotate(270)
    .png()
    .toBuffer();
  return sharp(lying).withMetadata({ orientation: 6 }).jpeg({ quality: 90 }).toBuffer();
}

/** Its left half is clear, its right half green. */
const transparent = async (): Promise<Buffer> =>
  sharp({ create: { width: 800, height: 400, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } } })
    .composite([{ input: await plain(400, 400, "#22aa44").png().toBuffer(), top: 0, left: 400 }])
    .png()
    .toBuffer();

/** Four frames. */
async function moving(): Promise<Buffer> {
  const frames = await Promise.all([1, 2, 3, 4].map((seed) => drawPicture("balloons", 320, 240, seed).png().toBuffer()));
  return sharp(frames, { join: { animated: true } })
    .gif({ delay: [120, 120, 120, 120], loop: 0 })
    .toBuffer();
}
