import type { Page } from "playwright-core";

/** The network of one page, as slow as a test needs it. */
export interface SlowNetwork {
  /** Limits what the page sends, in bytes a second. */
  limitUploads(bytesPerSecond: number): Promise<void>;
  /** No limit any more. */
  release(): Promise<void>;
}

export async function slowNetwork(page: Page): Promise<SlowNetwork> {
  const session = await page.context().newCDPSession(page);
  const set = async (uploadThroughput: number) => {
    const conditions = { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput };
    await session.send("Network.emulateNetworkConditions", conditions);
  };
  await session.send("Network.enable");
  return { limitUploads: set, release: () => set(-1) };
}
