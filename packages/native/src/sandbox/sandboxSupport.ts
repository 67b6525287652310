import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { DIST_FOLDER, readOutcome } from "../buildOutcome.ts";

/** A launcher that runs here and what it can put in force, or why there is none, in words for the user. */
export type SandboxSupport =
  | {
      /** The launcher's file: run with the words of `launcherArguments`, the program and its arguments, it becomes the program. */
      readonly launcher: string;
      /** Version of the kernel's Landlock that is used, at least 1; null where files can't be guarded. */
      readonly landlock: number | null;
      /** Whether system calls are denied. */
      readonly calls: boolean;
      /** What of the two can't be had, in words for the user. */
      readonly missing: readonly string[];
    }
  | { readonly launcher: null; readonly missing: readonly [string] };

let support: SandboxSupport | null = null;

/** What this system has of the sandbox, asked at the first call: it takes a few milliseconds. Never throws. */
export function sandboxSupport(): SandboxSupport {
  support ??= findSandbox();
  return support;
}

/** The same, of a launcher in another folder, asked anew. */
export function findSandbox(distFolder: string = DIST_FOLDER, platform: NodeJS.Platform = process.platform): SandboxSupport {
  if (platform !== "linux") return without("only Linux has what it is made of");
  const outcome = readOutcome(distFolder);
  if (!outcome.addon) return without(outcome.missing);
  if (outcome.launcher === null) return without("the launcher is not built yet (npx nx build @pixelmill/native)");
  return askLauncher(join(distFolder, outcome.launcher));
}

const without = (missing: string): SandboxSupport => ({ launcher: null, missing: [missing] });

/** What the launcher says of itself, see crates/sandbox/src/linux/probe.rs. */
interface Probed {
  readonly landlock: number;
  readonly filesMissing: string | null;
  readonly callsMissing: string | null;
}

function askLauncher(launcher: string): SandboxSupport {
  const { error, status, stdout, stderr } = spawnSync(launcher, ["probe"], { env: {}, encoding: "utf8", timeout: 10_000 });
  if (error !== undefined) return without(`the launcher does not run (${error.message})`);
  if (status !== 0) return without(`the launcher does not run (${stderr.trim() || `it ended with ${status}`})`);
  const { landlock, filesMissing, callsMissing }: Probed = JSON.parse(stdout);
  const missing = [filesMissing, callsMissing].filter((reason) => reason !== null);
  return { launcher, landlock: landlock > 0 ? landlock : null, calls: callsMissing === null, missing };
}
