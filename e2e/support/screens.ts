import path from "node:path";
import type { Page } from "playwright-core";
import { root } from "../../scripts/nx/runNx.ts";

/** A desktop, and a phone that is touched. */
export const screens = [
  { name: "desktop", options: { viewport: { width: 1280, height: 900 } } },
  { name: "phone", options: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true } },
] as const;

/** The folder of the pictures that every run takes of what it opens. */
export const pictures = path.join(root, "tmp/screenshots");

/** Takes a picture of a whole page. */
export const takePage = (page: Page, name: string): Promise<Buffer> =>
  page.screenshot({ path: path.join(pictures, `${name}.png`), fullPage: true });
