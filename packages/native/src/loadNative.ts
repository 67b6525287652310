import { join } from "node:path";
import { addonNative, requireAddon } from "./addon.ts";
import { DIST_FOLDER, readOutcome } from "./buildOutcome.ts";
import type { Native } from "./native.ts";
import { portable } from "./portable.ts";

/** Which implementation runs and, for the portable one, why the addon is missing, in words for the user. */
export type NativeStatus = { kind: "addon" } | { kind: "portable"; missing: string };

export interface LoadedNative {
  native: Native;
  status: NativeStatus;
}

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
