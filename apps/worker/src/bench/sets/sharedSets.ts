import { existsSync } from "node:fs";
import { join, resolve } from "node:path";

/** Sets of images that are not part of the repository, by name. */
export const sharedSetNames = ["photos", "web", "skewed"] as const;

export type SharedSetName = (typeof sharedSetNames)[number];

const repository = resolve(import.meta.dirname, "../../../../..");

/** Folder of a shared set: in `PIXELMILL_SHARED`, else in `shared` beside the repository; null where it is not there. */
export function sharedSetFolder(name: SharedSetName, env: NodeJS.ProcessEnv): string | null {
  const folder = join(env.PIXELMILL_SHARED || join(repository, "../shared"), "images", name);
  return existsSync(folder) ? folder : null;
}
