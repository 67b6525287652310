import { findOrInstallChromium } from "../../scripts/chromium.ts";
import { buildMissing } from "../../scripts/start/build.ts";

/** Once before all files: a browser, installed where there is none, and everything built. */
export default async function setUp(): Promise<void> {
  await findOrInstallChromium();
  await buildMissing(new AbortController().signal);
}
