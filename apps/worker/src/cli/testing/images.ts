import sharp, { type Sharp } from "sharp";

/** A picture with soft colours and fine grain, which every codec has something to do with. */
async function picture(width: number, height: number): Promise<Sharp> {
  const noise = await sharp({
    create: { width, height, channels: 3, background: "#5588aa", noise: { type: "gaussian", mean: 128, sigma: 30 } },
  })
    .blur(2)
    .png()
    .toBuffer();
  return sharp(noise);
}

/** A JPEG of high quality: there is something to save. */
export const jpeg = async (width = 160, height = 120): Promise<Buffer> =>
  (await picture(width, height)).jpeg({ quality: 98 }).toBuffer();

export const png = async (width = 160, height = 120): Promise<Buffer> =>
  (await picture(width, height)).png({ compressionLevel: 0 }).toBuffer();

export const webp = async (width = 160, height = 120): Promise<Buffer> =>
  (await picture(width, height)).webp({ quality: 98 }).toBuffer();
