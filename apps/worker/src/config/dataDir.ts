import { posix, win32 } from "node:path";

/** What the default of DATA_DIR depends on. */
export interface SystemFacts {
  readonly platform: NodeJS.Platform;
  /** The user's home directory. */
  readonly homeDir: string;
}

/** Where a program keeps its data by the custom of the system: XDG, Application Support or %LOCALAPPDATA%. */
export function defaultDataDir(env: Readonly<Record<string, string | undefined>>, { platform, homeDir }: SystemFacts): string {
  if (platform === "win32") return win32.join(env.LOCALAPPDATA || win32.join(homeDir, "AppData", "Local"), "pixelmill");
  if (platform === "darwin") return posix.join(homeDir, "Library", "Application Support", "pixelmill");
  return posix.join(xdgDataHome(env.XDG_DATA_HOME) ?? posix.join(homeDir, ".local", "share"), "pixelmill");
}

// The XDG specification: a relative path is invalid and is to be ignored.
const xdgDataHome = (dir: string | undefined): string | null => (dir !== undefined && posix.isAbsolute(dir) ? dir : null);
