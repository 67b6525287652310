import type { Page } from "playwright-core";

/**
 * Drags files and folders of this machine onto the page and drops them, as a user does from a file manager: the browser itself
 * reads them, folder by folder. Absolute paths.
 */
export async function dropOnPage(page: Page, paths: readonly string[]): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: [...paths], dragOperationsMask: 1 };
  for (const type of ["dragEnter", "dragOver", "drop"] as const)
    await session.send("Input.dispatchDragEvent", { type, x: 300, y: 300, data });
  await session.detach();
}
