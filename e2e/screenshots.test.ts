/// <reference lib="dom" />
import { copyFile, mkdir } from "node:fs/promises";
import path from "node:path";
import type { Browser, Page } from "playwright-core";
import sharp from "sharp";
import { afterAll, beforeAll, expect, it } from "vitest";
import { root } from "../scripts/nx/runNx.ts";
import { launchBrowser, newVisitor, openPage } from "./support/browser.ts";
import { dropOnPage } from "./support/drop.ts";
import { holiday } from "./support/holiday.ts";
import { rows, untilDone, untilFinished } from "./support/jobPage.ts";
import { type Stack, startStack } from "./support/stack.ts";
import { chooseSettings, startJob, untilChecked, untilChosen, untilEstimated } from "./support/startPage.ts";
import { type Folder, type Tree, writeTree } from "./support/tree.ts";

// The pictures of the README: every run takes them anew into tmp/screenshots. UPDATE_SCREENSHOTS=1 puts them into docs/screenshots.
const taken = path.join(root, "tmp/screenshots");
const kept = path.join(root, "docs/screenshots");
const settings = { format: "webp", resize: { mode: "longest", pixels: 1280 } } as const;
const desktop = { width: 1200, height: 860 };
const phone = { width: 390, height: 780 };

/** Largest picture worth keeping in a repository, in bytes. */
const largestBytes = 200_000;

let stack: Stack;
let browser: Browser;
let folder: Folder;
let tree: Tree;

beforeAll(async () => {
  tree = await holiday();
  [stack, browser, folder] = await Promise.all([startStack(), launchBrowser(), writeTree(tree)]);
});

afterAll(async () => {
  await browser?.close();
  await folder?.remove();
  await stack?.stop();
});

it("shows in pictures how a folder is dropped, optimized and downloaded", async () => {
  const { page } = await newVisitor(browser, { viewport: desktop });
  await openPage(page, stack.link);
  await dropOnPage(page, [`${folder.parent}/holiday`]);
  await untilChosen(page, tree.size);
  await chooseSettings(page, settings);
  await untilChecked(page, tree.size);
  await untilEstimated(page);
  await take("start", page);

  await startJob(page);
  await untilDone(page, 4);
  await take("job-running", page);
  await page.emulateMedia({ colorScheme: "dark" });
  await take("dark", page);
  await page.emulateMedia({ colorScheme: "light" });

  await untilFinished(page);
  await take("job-done", page);
  const [report] = await Promise.all([page.waitForEvent("popup"), page.getByTestId("report").click()]);
  await report.setViewportSize({ ...desktop, height: 1240 });
  await take("report", report);

  await page.setViewportSize(phone);
  for (const at of [0, 1]) await rows(page).nth(at).getByRole("checkbox").check();
  await page.getByTestId("download-selected").waitFor();
  await page.getByTestId("files").evaluate((files) => files.scrollIntoView());
  await take("phone", page);
});

async function take(name: string, page: Page): Promise<void> {
  // Nothing is pointed at or about to be typed into, and all pictures of the page itself are there.
  await page.mouse.move(0, 0);
  await page.evaluate(() => {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    return Promise.all(Array.from(document.images, (image) => image.decode()));
  });
  const picture = await page.screenshot({ animations: "disabled", caret: "hide" });
  const file = path.join(taken, `${name}.png`);
  await mkdir(taken, { recursive: true });
  const { size } = await sharp(picture).png({ palette: true, effort: 10, dither: 0.5 }).toFile(file);
  expect(size).toBeLessThan(largestBytes);
  if (process.env.UPDATE_SCREENSHOTS !== "1") return;
  await mkdir(kept, { recursive: true });
  await copyFile(file, path.join(kept, `${name}.png`));
}
