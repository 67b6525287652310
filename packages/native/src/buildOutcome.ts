import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Where the build leaves what it made and its outcome. */
export const DIST_FOLDER = join(import.meta.dirname, "..", "dist");

/** What the build made, as names of files in its folder, or why it made nothing, in words for the user. */
export type BuildOutcome =
  | { readonly addon: true; readonly file: string; readonly launcher: string | null }
  | { readonly addon: false; readonly missing: string };

const NOT_BUILT: BuildOutcome = { addon: false, missing: "the addon is not built yet (npx nx build @pixelmill/native)" };

/** Reads the build's outcome; what can't be read counts as not built. */
export function readOutcome(distFolder: string): BuildOutcome {
  try {
    return parseOutcome(JSON.parse(readFileSync(join(distFolder, "build.json"), "utf8")));
  } catch {
    return NOT_BUILT;
  }
}

function parseOutcome(value: unknown): BuildOutcome {
  if (typeof value !== "object" || value === null) return NOT_BUILT;
  const { addon, file, launcher, missing } = value as Partial<Record<string, unknown>>;
  if (addon === true && typeof file === "string")
    return { addon, file, launcher: typeof launcher === "string" ? launcher : null };
  return typeof missing === "string" ? { addon: false, missing } : NOT_BUILT;
}
