import { readFile, writeFile } from "node:fs/promises";
import { basename, dirname } from "node:path";
import type { ImageFormat } from "@pixelmill/core";
import type { PeerAbilities, PeerTask } from "./peer.ts";

type Convert = (task: PeerTask) => Promise<unknown>;

/** A package: how what it exports is used. Only what is called is described; it is no dependency of this project. */
export interface PeerPackage extends PeerAbilities {
  readonly use: (exported: never) => Convert;
}

interface NapiTransformer {
  rotate(): NapiTransformer;
  resize(width: number, height: number): NapiTransformer;
  jpeg(quality: number): Promise<Uint8Array>;
  webp(quality: number): Promise<Uint8Array>;
  avif(options: { readonly quality: number; readonly speed: number; readonly threads: number }): Promise<Uint8Array>;
  png(): Promise<Uint8Array>;
}

interface LazyImage {
  resize(width: number, height: number, fit: "fill"): LazyImage;
  toFile(output: string, format: ImageFormat, quality?: number): Promise<number>;
}

type Ipx = (
  id: string,
  modifiers: Readonly<Record<string, string>>,
) => { process(): Promise<{ readonly data: Uint8Array | string }> };

const napi =
  ({ Transformer }: { readonly Transformer: new (input: Uint8Array) => NapiTransformer }): Convert =>
  async ({ source, output, format, quality, size }) => {
    const upright = new Transformer(await readFile(source)).rotate();
    const image = size === null ? upright : upright.resize(size.width, size.height);
    await writeFile(output, await napiBytes(image, format, quality ?? 0));
  };

function napiBytes(image: NapiTransformer, format: ImageFormat, quality: number): Promise<Uint8Array> {
  if (format === "jpeg") return image.jpeg(quality);
  if (format === "webp") return image.webp(quality);
  // Speed 7 is what sharp calls effort 2.
  return format === "avif" ? image.avif({ quality, speed: 7, threads: 1 }) : image.png();
}

const lazyImage =
  ({ ImageEngine }: { readonly ImageEngine: { fromPath(path: string): LazyImage } }): Convert =>
  ({ source, output, format, quality, size }) => {
    const image = ImageEngine.fromPath(source);
    const sized = size === null ? image : image.resize(size.width, size.height, "fill");
    return sized.toFile(output, format, quality ?? undefined);
  };

interface IpxPackage {
  createIPX(options: { readonly storage: unknown }): Ipx;
  ipxFSStorage(options: { readonly dir: string }): unknown;
}

/** ipx serves what is below a folder: one for each that sources are in. */
const ipx = ({ createIPX, ipxFSStorage }: IpxPackage): Convert => {
  const byFolder = new Map<string, Ipx>();
  const of = (dir: string): Ipx => {
    const known = byFolder.get(dir) ?? createIPX({ storage: ipxFSStorage({ dir }) });
    byFolder.set(dir, known);
    return known;
  };
  return async ({ source, output, format, quality, size }) => {
    const modifiers = {
      format,
      ...(quality === null ? {} : { quality: String(quality) }),
      ...(size === null ? {} : { resize: `${size.width}x${size.height}`, fit: "fill" }),
    };
    const { data } = await of(dirname(source))(basename(source), modifiers).process();
    await writeFile(output, data);
  };
};

/** Packages that may be installed in the folder that was named. */
export const packages: Readonly<Record<string, PeerPackage>> = {
  "@napi-rs/image": { reads: ["jpeg", "png", "webp", "tiff"], writes: ["jpeg", "png", "webp", "avif"], resizes: true, use: napi },
  "@alberteinshutoin/lazy-image": {
    reads: ["jpeg", "png", "webp"],
    writes: ["jpeg", "png", "webp", "avif"],
    resizes: true,
    use: lazyImage,
  },
  ipx: {
    reads: ["jpeg", "png", "webp", "tiff", "avif"],
    writes: ["jpeg", "png", "webp", "avif"],
    resizes: true,
    use: ipx,
  },
};
