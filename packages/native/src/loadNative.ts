import type { Native } from "./native.ts";
import { portable } from "./portable.ts";

/** Which implementation runs and, for the portable one, why the addon is missing, in words for the user. */
export type NativeStatus = { kind: "addon" } | { kind: "portable"; missing: string };

export interface LoadedNative {
  native: Native;
  status: NativeStatus;
}

export function loadNative(): LoadedNative {
  return { native: portable, status: { kind: "portable", missing: "the addon has not been built" } };
}
