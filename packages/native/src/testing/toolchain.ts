import { readFileSync } from "node:fs";
import { join } from "node:path";
import { cratesArePresent, describeCargo, missingCargo, packageRoot, run } from "../../scripts/toolchain.mjs";

/**
 * Why the addon can't be built on this machine; null where it can. Asks cargo itself, not the build, so that a build that gave
 * up for another reason is found out. Only the linker is taken from the build's word: cargo tells of it when it links.
 */
export function whyNoAddon(): string | null {
  return missingCargo(describeCargo()) ?? missingCrates() ?? missingLinker();
}

function missingCrates(): string | null {
  return cratesArePresent() || run("cargo", ["fetch", "--locked"]).ok ? null : "the Rust crates can't be fetched";
}

function missingLinker(): string | null {
  try {
    return /the C linker .+ is not installed/.exec(readFileSync(join(packageRoot, "dist", "build.json"), "utf8"))?.[0] ?? null;
  } catch {
    return null;
  }
}
