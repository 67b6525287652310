import type { ScoredFormat } from "@pixelmill/core";
import sharp, { type Sharp } from "sharp";

/** Software whose encoders are sharp's own: what differs is their settings. */
export const sharpPeers = {
  /** What comes out where nothing is said but the format. */
  "sharp's defaults": {
    jpeg: (image) => image.jpeg(),
    webp: (image) => image.webp(),
    avif: (image) => image.avif(),
  },
  /**
   * The values that stand in Squoosh's forms (`defaultOptions` in src/features/encoders/{mozJPEG,webP,avif}/shared/meta.ts of
   * GoogleChromeLabs/squoosh): mozjpeg at quality 75, progressive, table 3, chroma subsampled; WebP at 75, method 4; AVIF at quality
   * 50, speed 6, which is sharp's effort 3, chroma subsampled, tuned for SSIM: what its `auto` means from quality 50 on
   * (codecs/avif/enc/avif_enc.cpp), where sharp's is newer.
   */
  "Squoosh's defaults": {
    jpeg: (image) => image.jpeg({ quality: 75, mozjpeg: true, chromaSubsampling: "4:2:0" }),
    webp: (image) => image.webp({ quality: 75, effort: 4 }),
    avif: (image) => image.avif({ quality: 50, effort: 3, chromaSubsampling: "4:2:0", tune: "ssim" }),
  },
} as const satisfies Record<string, Readonly<Record<ScoredFormat, (image: Sharp) => Sharp>>>;

export type SharpPeer = keyof typeof sharpPeers;

/** Writes a file as one of them would, upright. */
export async function writeAs(peer: SharpPeer, format: ScoredFormat, source: string, output: string): Promise<void> {
  const image = sharp(source, { failOn: "error", limitInputPixels: false }).autoOrient();
  await sharpPeers[peer][format](image).toFile(output);
}
