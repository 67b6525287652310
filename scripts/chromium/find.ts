import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { chromium } from "playwright-core";

type Environment = Readonly<Record<string, string | undefined>>;

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];

/** Where Chrome and Chromium usually are, by platform; Windows' folders come from the environment. */
function usualPlaces(platform: NodeJS.Platform, env: Environment): string[] {
  if (platform === "darwin") {
    const apps = ["Google Chrome", "Chromium"].map((app) => `/Applications/${app}.app/Contents/MacOS/${app}`);
    return [...apps, ...apps.map((app) => `${env.HOME}${app}`)];
  }
  if (platform === "win32") {
    const folders = [env.PROGRAMFILES, env["PROGRAMFILES(X86)"], env.LOCALAPPDATA].filter((folder) => folder !== undefined);
    return folders.flatMap((folder) => [
      `${folder}\\Google\\Chrome\\Application\\chrome.exe`,
      `${folder}\\Chromium\\Application\\chrome.exe`,
    ]);
  }
  return ["/opt/google/chrome/chrome", "/snap/bin/chromium", "/usr/lib/chromium/chromium"];
}

/** Every place to look at, the surest first: the PATH, the usual places, Playwright's own download. */
export function candidates(platform: NodeJS.Platform, env: Environment): string[] {
  const onPath = (env.PATH ?? "")
    .split(path.delimiter)
    .filter((folder) => folder !== "")
    .flatMap((folder) => names.map((name) => path.join(folder, platform === "win32" ? `${name}.exe` : name)));
  return [...onPath, ...usualPlaces(platform, env), chromium.executablePath()];
}

/**
 * Finds an installed Chrome or Chromium that starts; `null` where there is none. Throws where `CHROME_PATH` names one that does not
 * start: whoever set it wants to know.
 */
export function findChromium(env: Environment = process.env): string | null {
  const { CHROME_PATH } = env;
  if (CHROME_PATH) {
    if (starts(CHROME_PATH)) return CHROME_PATH;
    throw new Error(`CHROME_PATH names ${CHROME_PATH}, which is not a browser that starts.`);
  }
  return candidates(process.platform, env).find(starts) ?? null;
}

/** A downloaded browser may lack system libraries, so being there is not enough. Windows' Chrome has no --version. */
function starts(file: string): boolean {
  if (!existsSync(file)) return false;
  if (process.platform === "win32") return true;
  const { status, stdout } = spawnSync(file, ["--version"], { encoding: "utf8", timeout: 30_000 });
  return status === 0 && /chrom/i.test(stdout);
}
