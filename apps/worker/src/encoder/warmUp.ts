import { imageFormats } from "@pixelmill/core";
import sharp from "sharp";
import { writers } from "./formats/writers.ts";

const size = { width: 16, height: 16 };
const options = { quality: 80, effort: "balanced", chroma: "4:2:0", colours: null, resized: false, bitDepth: 8 } as const;

/** Encodes and decodes a tiny image with every codec, so that no task pays for loading one. */
export async function warmUp(): Promise<void> {
  for (const format of imageFormats) {
    const image = sharp({ create: { ...size, channels: 3, background: "#808080" } });
    const encoded = await writers[format](image, options).toBuffer();
    await sharp(encoded).resize(8, 8).raw().toBuffer();
  }
}
