import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { root } from "../../scripts/nx/runNx.ts";
import type { Tree } from "./tree.ts";

/** The folder of collected images: beside the checkout, or where `PIXELMILL_SHARED` points. */
const sharedImages = path.join(process.env.PIXELMILL_SHARED ?? path.join(root, "../shared"), "images");

export const hasSharedImages = existsSync(sharedImages);

/** Images of one collection, spread evenly over its names. */
export async function readSharedImages(collection: "photos" | "web", count: number): Promise<Tree> {
  const folder = path.join(sharedImages, collection);
  const names = (await readdir(folder)).toSorted();
  const chosen = names.filter(
    (_, at) => Math.floor((at * count) / names.length) !== Math.floor(((at - 1) * count) / names.length),
  );
  return new Map(
    await Promise.all(
      chosen.map(async (name) => [`real/${collection}/${name}`, await readFile(path.join(folder, name))] as const),
    ),
  );
}
