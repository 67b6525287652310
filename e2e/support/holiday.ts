import sharp from "sharp";
import { drawPicture } from "./pictures.ts";
import type { SceneName } from "./scenes.ts";
import type { Tree } from "./tree.ts";

const folders = ["holiday/1 coast", "holiday/2 lakes", "holiday/3 alps"];

const names: Readonly<Record<SceneName, string>> = { balloons: "balloons", beach: "beach", city: "evening", mountains: "ridge" };

const sizes = [
  { width: 1800, height: 1200 },
  { width: 1500, height: 1000 },
] as const;

/** The photos of a holiday, as the pictures of the README show them: 24 in three folders, the same every time. */
export async function holiday(): Promise<Tree> {
  const grains = await Promise.all(sizes.map(grain));
  const photos = folders.flatMap((folder, at) =>
    (Object.keys(names) as SceneName[]).flatMap((scene) =>
      sizes.map(async ({ width, height }, turn) => {
        const number = at * sizes.length + turn + 1;
        const picture = await drawPicture(scene, width, height, number).png({ compressionLevel: 1 }).toBuffer();
        const photo = sharp(picture).composite([{ input: grains[turn] ?? picture, blend: "overlay" }]);
        return [`${folder}/${names[scene]}-0${number}.jpg`, await photo.jpeg({ quality: 88 }).toBuffer()] as const;
      }),
    ),
  );
  return new Map(await Promise.all(photos));
}

/** The grain of a sensor, which is what makes photos large. */
async function grain({ width, height }: { readonly width: number; readonly height: number }): Promise<Buffer> {
  const noise = { type: "gaussian", mean: 128, sigma: 14 } as const;
  return sharp({ create: { width, height, channels: 3, background: "#808080", noise } })
    .greyscale()
    .png({ compressionLevel: 1 })
    .toBuffer();
}
