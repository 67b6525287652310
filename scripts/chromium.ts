import { findChromium } from "./chromium/find.ts";
import { install, installers } from "./chromium/install.ts";

/**
 * Finds a Chrome or Chromium on this machine, and installs one where there is none. Resolves with its path; rejects, with what was
 * tried and what to do, where it cannot.
 */
export async function findOrInstallChromium(): Promise<string> {
  const installed = findChromium();
  if (installed !== null) return installed;
  const failures: string[] = [];
  for (const installer of installers()) {
    console.log(`No Chrome or Chromium here: trying ${installer.name}.`);
    const failed = await install(installer);
    const found = findChromium();
    if (found !== null) return found;
    failures.push(`${installer.name}: ${failed ?? "installed, but it does not start"}`);
  }
  throw new Error(
    `The browser tests need Chrome or Chromium. Install one, or name it in CHROME_PATH.\nTried:\n${failures.join("\n")}`,
  );
}

/** How to start it for tests: quiet, on nobody's network, and as root only without its own sandbox, which refuses root. */
export const chromiumFlags: readonly string[] = [
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
];
