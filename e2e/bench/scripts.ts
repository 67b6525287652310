import type { Page } from "playwright-core";

/** What of JavaScript a page loaded over the network. */
export interface LoadedScripts {
  readonly files: number;
  /** As sent, compressed. */
  readonly kilobytes: number;
}

/** Opens a page by a browser that has nothing of it, and adds up the scripts that it loads before it falls idle. */
export async function loadedScripts(page: Page, open: () => Promise<void>): Promise<LoadedScripts> {
  const session = await page.context().newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Network.setCacheDisabled", { cacheDisabled: true });
  const scripts = new Set<string>();
  let bytes = 0;
  session.on("Network.responseReceived", ({ requestId, type }) => {
    if (type === "Script") scripts.add(requestId);
  });
  session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    if (scripts.has(requestId)) bytes += encodedDataLength;
  });
  await open();
  // Not "networkidle": the page keeps a connection open for events.
  await page.waitForTimeout(3000);
  await session.detach();
  return { files: scripts.size, kilobytes: Math.round(bytes / 1000) };
}
