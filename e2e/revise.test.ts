/// <reference lib="dom" />

import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchBrowser, newVisitor, openPage, type Visitor } from "./support/browser.ts";
import { downloadAll, job, row, tasksOf, untilFinished } from "./support/jobPage.ts";
import { pageFaults } from "./support/pageFaults.ts";
import { drawPicture } from "./support/pictures.ts";
import { screens, takePage } from "./support/screens.ts";
import { type Stack, startStack } from "./support/stack.ts";
import { chooseFolder, jobIdOf, startButton, startJob } from "./support/startPage.ts";
import { type Folder, writeTree } from "./support/tree.ts";
import { t } from "./support/words.ts";
import { unzip } from "./support/zip.ts";

let stack: Stack;
let browser: Browser;
let folder: Folder;

beforeAll(async () => {
  const photo = (seed: number) => drawPicture("beach", 640, 480, seed).jpeg({ quality: 95 }).toBuffer();
  const tree = new Map([
    ["set/a.jpg", await photo(1)],
    ["set/b.jpg", await photo(2)],
    ["set/c.jpg", await photo(3)],
  ]);
  [stack, browser, folder] = await Promise.all([startStack(), launchBrowser(), writeTree(tree)]);
});

afterAll(async () => {
  await browser?.close();
  await folder?.remove();
  await stack?.stop();
});

const format = (page: Page, name: string) => page.getByRole("radio", { name, exact: true });
const outdatedRows = (page: Page) => page.getByTestId("outdated-row");
const pathsOf = async (page: Page) =>
  (await tasksOf(page, jobIdOf(page))).flatMap(({ outputs }) => outputs.map((each) => each.path));

describe.each(screens)("settings that are changed after a job has run, on a $name", ({ name, options }) => {
  let visitor: Visitor;
  let page: Page;

  beforeAll(async () => {
    visitor = await newVisitor(browser, options);
    page = visitor.page;
    await openPage(page, stack.link);
    await chooseFolder(page, `${folder.parent}/set`);
    await startButton(page).and(page.locator(":enabled")).waitFor();
    await startJob(page);
    await untilFinished(page);
  });

  afterAll(() => visitor?.context.close());

  it("mark what was made under the earlier ones, until they are discarded", async () => {
    await page.getByTestId("change-settings").click();
    expect(await page.getByTestId("outdated").innerText()).toBe(t("revise.unchanged"));
    await format(page, "WebP").check();
    expect(await page.getByTestId("outdated").innerText()).toBe(t("revise.outdated", { count: 3 }));
    expect(await outdatedRows(page).count()).toBe(3);
    expect(await pageFaults(page)).toEqual([]);
    await takePage(page, `revise-${name}`);
    await page.getByRole("button", { name: t("revise.discard") }).click();
    expect(await outdatedRows(page).count()).toBe(0);
    expect(await format(page, t("settings.formatLabels.original")).isChecked()).toBe(true);
  });

  it("are applied to the selected files, which say so, and to no others", async () => {
    await format(page, "WebP").check();
    await row(page, "set/b.jpg").getByRole("checkbox").check();
    await page.getByTestId("apply-selected").click();
    await row(page, "set/b.jpg").getByText("WebP 640").waitFor();
    await job(page, "finished").waitFor();
    expect((await pathsOf(page)).toSorted()).toEqual(["set/a.jpg", "set/b.webp", "set/c.jpg"]);
    expect(await row(page, "set/b.jpg").innerText()).toContain("Own settings: Balanced, WebP");
    expect(await outdatedRows(page).count()).toBe(0);
    await row(page, "set/b.jpg").getByRole("checkbox").uncheck();
  });

  it("are applied to all, from the originals, and the ZIP has nothing else", async () => {
    await format(page, "AVIF").check();
    expect(await page.getByTestId("outdated").innerText()).toBe(t("revise.outdated", { count: 3 }));
    await page.getByTestId("apply-all").click();
    await row(page, "set/c.jpg").getByText("AVIF 640").waitFor();
    await untilFinished(page);
    const { file } = await downloadAll(page);
    expect([...(await unzip(file)).keys()].toSorted()).toEqual(["set/a.avif", "set/b.avif", "set/c.avif"]);
    expect(await row(page, "set/b.jpg").innerText()).not.toContain("Own settings");
  });

  it("are still there after a reload", async () => {
    await page.reload();
    await untilFinished(page);
    await page.getByTestId("change-settings").click();
    expect(await format(page, "AVIF").isChecked()).toBe(true);
    expect(visitor.problems).toEqual([]);
  });
});
