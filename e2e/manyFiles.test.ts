/// <reference lib="dom" />
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Id } from "../packages/core/src/index.ts";
import { blockingOf, watchBlocking } from "./support/blocking.ts";
import { launchBrowser, newVisitor, openPage, type Visitor } from "./support/browser.ts";
import { checkOutputs } from "./support/checkOutputs.ts";
import { dropOnPage } from "./support/drop.ts";
import { downloadAll, filesDone, filterButton, job, rows, tasksOf } from "./support/jobPage.ts";
import { smallImages } from "./support/numberedImages.ts";
import { type Stack, startStack } from "./support/stack.ts";
import { chooseSettings, startJob, untilChosen } from "./support/startPage.ts";
import { type Folder, type Tree, writeTree } from "./support/tree.ts";
import { unzip } from "./support/zip.ts";

const files = 1000;
const settings = { format: "webp", resize: null } as const;

describe("a thousand small files in one job", () => {
  let stack: Stack;
  let browser: Browser;
  let visitor: Visitor;
  let folder: Folder;
  let sources: Tree;
  let jobId: Id;
  let looks = 0;

  beforeAll(async () => {
    // Two folders of 500: a browser reads a folder in parts of 100.
    sources = await smallImages(files, "many");
    [stack, browser, folder] = await Promise.all([startStack(), launchBrowser(), writeTree(sources)]);
    visitor = await newVisitor(browser);
    const { page } = visitor;
    await watchBlocking(page);
    await openPage(page, stack.link);
    await dropOnPage(page, [`${folder.parent}/many`]);
    await untilChosen(page, files);
    await chooseSettings(page, settings);
    jobId = await startJob(page);
    // The page is used while it runs: a page that hangs would not answer before the job is over.
    while ((await job(page, "finished").count()) === 0) {
      await use(page);
      looks += 1;
    }
  });

  afterAll(async () => {
    await browser?.close();
    await folder?.remove();
    await stack?.stop();
  });

  it("leaves the page responsive while it runs", async () => {
    expect(looks).toBeGreaterThan(3);
    const { longest, longTasks } = await blockingOf(visitor.page);
    console.log(
      `Page used ${looks} times while ${files} files ran. Tasks of 50 ms and more: ${longTasks}, the longest ${longest} ms.`,
    );
  });

  it("ends with every file done and as many rows on the page as it takes, not a thousand", async () => {
    expect(await filesDone(visitor.page)).toBe(files);
    // A filter that would show nothing is not there.
    expect(await filterButton(visitor.page, "failed").count()).toBe(0);
    expect(await rows(visitor.page).count()).toBeLessThan(100);
  });

  it("gives all files back", async () => {
    const tasks = await tasksOf(visitor.page, jobId);
    const outputs = await unzip((await downloadAll(visitor.page)).file);
    expect(outputs.size).toBe(files);
    await checkOutputs(tasks, { sources, outputs, settings });
  });

  it("leaves nothing in the browser's console", () => {
    expect(visitor.problems).toEqual([]);
  });
});

/** Filters, scrolls to the end of the list and back, and waits for the page to have followed each time. */
async function use(page: Page): Promise<void> {
  for (const filter of ["done", "all"] as const) {
    await filterButton(page, filter).click();
    await filterButton(page, filter).and(page.locator("[aria-pressed=true]")).waitFor();
  }
  await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
  await page.locator("[data-testid=files] li[aria-posinset='1']").waitFor({ state: "detached" });
  await rows(page).last().waitFor();
  await page.evaluate(() => window.scrollTo(0, 0));
  await page.locator("[data-testid=files] li[aria-posinset='1']").waitFor();
}
