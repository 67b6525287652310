import sharp, { type Sharp } from "sharp";
import { type SceneName, scenes } from "./scenes.ts";

/** Pictures are drawn this wide at most, in pixels, and enlarged from there: drawing is slow. */
const widestDrawn = 800;

/** A drawn picture to encode as the test likes, with a little grain as a camera makes it. The same for the same arguments. */
export function drawPicture(name: SceneName, width: number, height: number, seed = 1): Sharp {
  const drawn = Math.min(width, widestDrawn);
  return draw(name, drawn, Math.round((height * drawn) / width), seed).resize(width, height, { fit: "fill" });
}

function draw(name: SceneName, width: number, height: number, seed: number): Sharp {
  const scene = scenes[name](seed);
  const pixels = Buffer.alloc(width * height * 3);
  let grain = seed;
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const colour = scene(x / width, y / height);
      grain = (Math.imul(grain, 1_664_525) + 1_013_904_223) >>> 0;
      const at = (y * width + x) * 3;
      const change = (grain >>> 29) - 3.5;
      for (let part = 0; part < 3; part += 1) pixels[at + part] = Math.max(0, Math.min(255, (colour[part] ?? 0) + change));
    }
  }
  return sharp(pixels, { raw: { width, height, channels: 3 } });
}

/** One colour, for what no eye sees. */
export const plain = (width: number, height: number, background: string): Sharp =>
  sharp({ create: { width, height, channels: 3, background } });

/** Pixels without any pattern: no format makes them smaller. The same for the same seed. */
export function drawNoise(width: number, height: number, seed = 1): Sharp {
  const pixels = Buffer.alloc(width * height * 3);
  let state = seed;
  for (let at = 0; at < pixels.length; at += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    pixels[at] = state >>> 24;
  }
  return sharp(pixels, { raw: { width, height, channels: 3 } });
}
