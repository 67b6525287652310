import sharp from "sharp";

/** Samples of one frame of a file as someone sees it: upright, in sRGB, 8 bits, with alpha. */
export interface Seen {
  readonly data: Buffer;
  readonly width: number;
  readonly height: number;
}

export async function seen(file: Buffer, page = 0): Promise<Seen> {
  const header = await sharp(file).metadata();
  const image = sharp(file, { page, pages: 1 }).autoOrient();
  // Sharp alone would take a deep image with a profile to Display P3.
  if (header.space === "rgb16" && header.hasProfile) image.withIccProfile("srgb", { attach: false });
  const { data, info } = await image
    .toColourspace("srgb")
    .ensureAlpha()
    .raw({ depth: "uchar" })
    .toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

export type Colour = readonly [red: number, green: number, blue: number, alpha: number];

/** The mean of the pixels at most `radius` away to each side. */
export function colourOf({ data, width }: Seen, x: number, y: number, radius = 0): Colour {
  const reach = Array.from({ length: 2 * radius + 1 }, (_, index) => index - radius);
  const starts = reach.flatMap((down) => reach.map((right) => ((Math.floor(y) + down) * width + Math.floor(x) + right) * 4));
  const mean = (channel: number): number =>
    starts.reduce((sum, start) => sum + (data[start + channel] ?? Number.NaN), 0) / starts.length;
  return [mean(0), mean(1), mean(2), mean(3)];
}

/** What a colour becomes on white. */
export const onWhite = ([red, green, blue, alpha]: Colour): Colour => {
  const mix = (value: number): number => Math.round((value * alpha + 255 * (255 - alpha)) / 255);
  return [mix(red), mix(green), mix(blue), 255];
};

/** Every sample as it is stored, 16 bits a channel where it has them, all frames below each other, upright. */
export const stored = (file: Buffer, depth: 8 | 16): Promise<Buffer> =>
  sharp(file, { pages: -1 })
    .autoOrient()
    .ensureAlpha()
    .toColourspace(depth === 16 ? "rgb16" : "srgb")
    .raw({ depth: depth === 16 ? "ushort" : "uchar" })
    .toBuffer();
