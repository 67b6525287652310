/// <reference lib="dom" />

import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { wordsIn } from "../apps/web/lib/i18n/wordsIn.ts";
import { launchBrowser, newVisitor, openPage } from "./support/browser.ts";
import { row, rows, untilFinished } from "./support/jobPage.ts";
import { smallImages } from "./support/numberedImages.ts";
import { faultsInBothSchemes } from "./support/pageFaults.ts";
import { type Stack, startStack } from "./support/stack.ts";
import { chooseFolder, startJob, untilChosen } from "./support/startPage.ts";
import { type Folder, type Tree, writeTree } from "./support/tree.ts";

/** A name as a Mac writes it: the accent is a letter of its own. */
const decomposed = "long/Mu\u0308nchen.png";

let stack: Stack;
let browser: Browser;
let folder: Folder;
let tree: Tree;

beforeAll(async () => {
  const images = await smallImages(60, "long");
  const [picture = new Uint8Array()] = images.values();
  tree = new Map([...images, [decomposed, picture]]);
  [stack, browser, folder] = await Promise.all([startStack(), launchBrowser(), writeTree(tree)]);
});

afterAll(async () => {
  await browser?.close();
  await folder?.remove();
  await stack?.stop();
});

const screens = [
  { name: "a desktop", width: 1280, height: 800, isMobile: false, locale: "en" },
  { name: "a phone in German", width: 390, height: 844, isMobile: true, locale: "de" },
] as const;

describe.each(screens)("a long list on $name", ({ width, height, isMobile, locale }) => {
  it("is searched from anywhere in it, and nothing that is focused lies behind the search", async () => {
    const { t } = wordsIn(locale);
    const { page, context, problems } = await newVisitor(browser, { viewport: { width, height }, isMobile, locale });
    onTestFinished(() => context.close());
    await openPage(page, stack.link);
    await chooseFolder(page, `${folder.parent}/long`);
    if (locale === "en") await untilChosen(page, tree.size);
    await startJob(page);
    await untilFinished(page);

    await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight));
    await row(page, "long/image-0059.png").waitFor();
    expect(await faultsInBothSchemes(page)).toEqual([]);
    await rows(page).last().getByRole("checkbox").focus();
    expect(await coveredOnTheWayUp(page, 60)).toEqual([]);

    const search = page.getByRole("searchbox", { name: t("job.searchLabel") });
    expect(await isUncovered(page, await search.boundingBox())).toBe(true);
    await search.fill("MÜNCHEN");
    await expect.poll(() => rows(page).count()).toBe(1);
    await row(page, decomposed).waitFor();
    expect(problems).toEqual([]);
  });
});

/** What is focused and can't be seen, as Shift+Tab goes from one to the next. */
async function coveredOnTheWayUp(page: Page, steps: number): Promise<string[]> {
  const found: string[] = [];
  for (let step = 0; step < steps; step += 1) {
    await page.keyboard.press("Shift+Tab");
    const covered = await page.evaluate(() => {
      const focused = document.activeElement;
      if (focused === null) return "nothing is focused";
      const { x, y, width, height } = focused.getBoundingClientRect();
      const top = document.elementFromPoint(x + width / 2, y + height / 2);
      return focused.contains(top) || top?.contains(focused) ? null : focused.outerHTML;
    });
    if (covered !== null) found.push(covered);
  }
  return found;
}

/** Whether the middle of a place is in the window, and what lies there is a field. */
async function isUncovered(page: Page, box: { x: number; y: number; width: number; height: number } | null): Promise<boolean> {
  if (box === null) return false;
  return page.evaluate(([x, y]) => document.elementFromPoint(x, y) instanceof HTMLInputElement, [
    box.x + box.width / 2,
    box.y + box.height / 2,
  ] as const);
}
