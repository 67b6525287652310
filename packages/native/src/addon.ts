import { createRequire } from "node:module";
import { type AddonCodecs, addonCodecs } from "./codecs/addonCodecs.ts";
import { type AddonDecoders, addonDecoders } from "./decoders.ts";
import type { Native, ProcessMemory, SystemMemory } from "./native.ts";
import { portable } from "./portable.ts";
import { type AddonProbeClass, startAddonProbe } from "./probe/addonProbe.ts";

/** What the Rust crate exports, see crates/addon. */
export interface Addon extends AddonCodecs, Partial<AddonDecoders> {
  systemMemory(): SystemMemory | null;
  processMemory(pids: readonly number[]): (ProcessMemory | null)[];
  resetPeak(pid: number): boolean;
  cpuQuota(): number | null;
  longPath(path: string): string;
  toWindowsLongPath(path: string, cwd: string): string;
  readonly MemoryProbe: AddonProbeClass;
}

/** Loads a built `.node` file; throws where it can't be loaded, such as one built for another system or from older sources. */
export function requireAddon(file: string): Addon {
  const addon: Partial<Addon> = createRequire(import.meta.url)(file);
  if (addon.scorePixels === undefined) throw new Error("it is older than its sources; npx nx build @pixelmill/native");
  return addon as Addon;
}

/** The addon behind the interface. Node's own numbers stand in where the system tells it nothing about its memory. */
export function addonNative(addon: Addon): Native {
  return {
    kind: "addon",
    systemMemory: () => addon.systemMemory() ?? portable.systemMemory(),
    processMemory: (pids) => addon.processMemory(pids),
    // Read seldom: not worth a second reader in Rust.
    mappedMemory: portable.mappedMemory,
    resetPeak: (pid) => addon.resetPeak(pid),
    startMemoryProbe: startAddonProbe(addon.MemoryProbe),
    codecs: addonCodecs(addon),
    cpuQuota: () => addon.cpuQuota(),
    longPath: (path) => addon.longPath(path),
    decoders: addonDecoders(addon),
  };
}
