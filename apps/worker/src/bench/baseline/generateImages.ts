import { join } from "node:path";
import sharp, { type Sharp } from "sharp";

/** An image to be made: the same recipe gives the same picture everywhere. */
export interface ImageRecipe {
  /** File name with its extension, which decides the format: `jpg`, `png` or `webp`. */
  readonly name: string;
  readonly width: number;
  readonly height: number;
  /** `photo` is smooth with a little noise, `drawing` has few flat colours, `cutout` is a photo with transparency. */
  readonly kind: "photo" | "drawing" | "cutout";
  readonly seed: number;
}

/** Makes the images in a folder that exists; gives their paths. */
export async function generateImages(folder: string, recipes: readonly ImageRecipe[]): Promise<string[]> {
  const files: string[] = [];
  for (const recipe of recipes) {
    const file = join(folder, recipe.name);
    await written(picture(recipe), recipe.name).toFile(file);
    files.push(file);
  }
  return files;
}

const written = (image: Sharp, name: string): Sharp => {
  if (name.endsWith(".png")) return image.png();
  return name.endsWith(".webp") ? image.webp({ quality: 90 }) : image.jpeg({ quality: 92 });
};

function picture(recipe: ImageRecipe): Sharp {
  const { width, height, kind } = recipe;
  const channels = kind === "cutout" ? 4 : 3;
  const pixels = Buffer.alloc(width * height * channels);
  const colour = kind === "drawing" ? drawingColour : photoColour;
  const random = randomBits(recipe.seed);
  for (let at = 0; at < width * height; at += 1) {
    const [x, y] = [at % width, Math.floor(at / width)];
    for (let channel = 0; channel < 3; channel += 1) pixels[at * channels + channel] = colour(x, y, channel, recipe, random);
    if (channels === 4) pixels[at * 4 + 3] = Math.hypot(x - width / 2, y - height / 2) < Math.min(width, height) / 2 ? 255 : 0;
  }
  return sharp(pixels, { raw: { width, height, channels } });
}

type Colour = (x: number, y: number, channel: number, recipe: ImageRecipe, random: () => number) => number;

const photoColour: Colour = (x, y, channel, { seed }, random) =>
  112 + 60 * Math.sin(x / (23 + (seed % 7))) + 60 * Math.cos(y / (31 + (seed % 5)) + channel) + (random() >>> 28);

const drawingColour: Colour = (x, y, channel, { seed }) => (((x >> 6) ^ (y >> 6)) * (seed + 37 * (channel + 1))) & 0xf0;

/** Pseudo-random 32-bit numbers: a linear congruential generator with the constants of Numerical Recipes. */
function randomBits(seed: number): () => number {
  let state = Math.imul(seed + 1, 2_654_435_761) >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state;
  };
}
