import { readFileSync } from "node:fs";
import { join } from "node:path";
import { addonNative, requireAddon } from "./addon.ts";
import type { Native } from "./native.ts";
import { portable } from "./portable.ts";

/** Which implementation runs and, for the portable one, why the addon is missing, in words for the user. */
export type NativeStatus = { kind: "addon" } | { kind: "portable"; missing: string };

export interface LoadedNative {
  native: Native;
  status: NativeStatus;
}

/** Where the build leaves the addon and its outcome. */
export const DIST_FOLDER = join(import.meta.dirname, "..", "dist");

/**
 * The addon where the build left one that loads, else the portable implementation with the reason. Never throws.
 * @param forced value of the environment's PIXELMILL_NATIVE; `portable` leaves the addon aside, anything else changes nothing.
 */
export function loadNative(forced: string | undefined, distFolder: string = DIST_FOLDER): LoadedNative {
  if (forced === "portable") return withoutAddon("PIXELMILL_NATIVE=portable leaves it aside");
  const outcome = readOutcome(distFolder);
  if (!outcome.addon) return withoutAddon(outcome.missing);
  try {
    return { native: addonNative(requireAddon(join(distFolder, outcome.file))), status: { kind: "addon" } };
  } catch (error) {
    return withoutAddon(`the built addon can't be loaded (${error instanceof Error ? error.message : String(error)})`);
  }
}

function withoutAddon(missing: string): LoadedNative {
  return { native: portable, status: { kind: "portable", missing } };
}

type Outcome = { addon: true; file: string } | { addon: false; missing: string };

const NOT_BUILT: Outcome = { addon: false, missing: "the addon is not built yet (npx nx build @pixelmill/native)" };

function readOutcome(distFolder: string): Outcome {
  try {
    return parseOutcome(JSON.parse(readFileSync(join(distFolder, "build.json"), "utf8")));
  } catch {
    return NOT_BUILT;
  }
}

function parseOutcome(value: unknown): Outcome {
  if (typeof value !== "object" || value === null) return NOT_BUILT;
  const { addon, file, missing } = value as Partial<Record<string, unknown>>;
  if (addon === true && typeof file === "string") return { addon, file };
  return typeof missing === "string" ? { addon: false, missing } : NOT_BUILT;
}
