/// <reference lib="dom" />

import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { formatLabel } from "../apps/web/features/settings/formatLabel.ts";
import { wordsIn } from "../apps/web/lib/i18n/wordsIn.ts";
import { failure } from "../packages/core/src/index.ts";
import { launchBrowser, newVisitor, openPage } from "./support/browser.ts";
import { dropOnPage } from "./support/drop.ts";
import { download, filterButton, job, row, rows, untilDone, untilFinished } from "./support/jobPage.ts";
import { badFiles, mixedFolder } from "./support/mixedFolder.ts";
import { slowNetwork } from "./support/network.ts";
import { faultsInBothSchemes, schemes } from "./support/pageFaults.ts";
import { type Stack, startStack } from "./support/stack.ts";
import { chooseFolder, startButton, startJob, untilChecked } from "./support/startPage.ts";
import { type Folder, type Tree, writeTree } from "./support/tree.ts";
import { t } from "./support/words.ts";
import { unzip } from "./support/zip.ts";

const screens = [
  { name: "a desktop", width: 1280, height: 800, isMobile: false, locale: "en" },
  { name: "a phone in Spanish", width: 390, height: 844, isMobile: true, locale: "es" },
  { name: "a small phone", width: 320, height: 640, isMobile: true, locale: "en" },
  // The longest words.
  { name: "a small phone in German", width: 320, height: 640, isMobile: true, locale: "de" },
] as const;

let stack: Stack;
let browser: Browser;
let tree: Tree;
let folder: Folder;
let longNames: Folder;

beforeAll(async () => {
  tree = await mixedFolder();
  const photo = tree.get("mixed/beach.jpg") ?? new Uint8Array();
  const long = new Map([[`a folder/${"of-names-without-any-space-".repeat(4)}/${"Wochenendausflug".repeat(8)}.jpg`, photo]]);
  [stack, browser, folder, longNames] = await Promise.all([startStack(), launchBrowser(), writeTree(tree), writeTree(long)]);
});

afterAll(async () => {
  await browser?.close();
  await folder?.remove();
  await longNames?.remove();
  await stack?.stop();
});

describe("every page", () => {
  it.each(screens)("fits $name, can be read and touched in both schemes", async ({ width, height, isMobile, locale }) => {
    const { page, context, problems } = await newVisitor(browser, { viewport: { width, height }, isMobile, locale });
    const { t } = wordsIn(locale);
    onTestFinished(() => context.close());
    const check = async (what: string) => expect(await faultsInBothSchemes(page), what).toEqual([]);
    await openPage(page, stack.link);
    await check("start");
    const network = await slowNetwork(page);
    await network.limitUploads(300_000);
    await chooseFolder(page, `${folder.parent}/mixed`);
    await chooseFolder(page, `${longNames.parent}/a folder`);
    await page.getByLabel(t("settings.resize"), { exact: true }).selectOption("longest");
    await startButton(page).and(page.locator(":enabled")).waitFor();
    await page.evaluate(() => window.scrollTo(0, 0));
    expect(await hidden([startButton(page)])).toEqual([]);
    expect(await hiddenOnFocus(page.locator("main button:enabled"))).toEqual([]);
    await page.getByRole("radio", { name: t("settings.formatLabels.auto"), exact: true }).check();
    await page.getByTestId("more-settings").locator("summary").click();
    await page.getByLabel(t("settings.quality"), { exact: true }).selectOption("maxBytes");
    await page.getByTestId("max-kilobytes").fill("none");
    await check("files chosen, all settings shown");
    await page.getByLabel(t("settings.preset"), { exact: true }).selectOption("balanced");
    await page.getByRole("radio", { name: t("settings.formatLabels.original"), exact: true }).check();

    await startJob(page);
    await untilDone(page, 1);
    await check("job running");
    await network.release();
    await untilFinished(page);
    await check("job done");
    await row(page, "mixed/beach.jpg").getByTestId("show-outputs").click();
    await page.getByTestId("result-facts").waitFor();
    await check("facts of a file");
    await page.getByLabel(t("job.selectAll")).check();
    await filterButton(page, "failed").click();
    await row(page, [...badFiles.keys()][0] ?? "").waitFor();
    await check("failed files, all selected");
    expect(await hiddenAtTheEnd(page)).toEqual([]);
    await page.getByTestId("system").locator("summary").click();
    await check("about the server");
    await page.goto(`${stack.link}jobs`);
    await page.getByTestId("job-card").first().waitFor();
    await check("jobs");
    expect(problems).toEqual([]);
  });

  it.each(schemes)("is %s where the system is", async (colorScheme) => {
    const { page, context } = await newVisitor(browser, { colorScheme });
    await openPage(page, stack.link);
    const lightness = await page.evaluate(() => {
      const canvas = new OffscreenCanvas(1, 1).getContext("2d");
      if (canvas === null) return -1;
      canvas.fillStyle = getComputedStyle(document.body).backgroundColor;
      canvas.fillRect(0, 0, 1, 1);
      return canvas.getImageData(0, 0, 1, 1).data[0] ?? -1;
    });
    if (colorScheme === "dark") expect(lightness).toBeLessThan(60);
    else expect(lightness).toBeGreaterThan(200);
    await context.close();
  });
});

/** What of the last file and of the actions on the selection lies behind something else once the list is scrolled to its end. */
async function hiddenAtTheEnd(page: Page): Promise<string[]> {
  await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight));
  const parts = [rows(page).last().locator("p, label"), page.getByTestId("selection").locator("button")];
  return hidden((await Promise.all(parts.map((each) => each.all()))).flat());
}

/** What of these can't be seen when it is given the focus, as the keyboard does one after the other. */
async function hiddenOnFocus(parts: Locator): Promise<string[]> {
  const found: string[] = [];
  for (const part of await parts.all()) {
    await part.focus();
    found.push(...(await hidden([part])));
  }
  return found;
}

/** What of these can't be seen as the page stands, since it lies outside of the window or behind something else. */
async function hidden(parts: readonly Locator[]): Promise<string[]> {
  const looks = parts.map((part) =>
    part.evaluate((element) => {
      const { x, y, width, height } = element.getBoundingClientRect();
      const top = document.elementFromPoint(x + width / 2, y + height / 2);
      return element.contains(top) || top?.contains(element) ? [] : [element.outerHTML];
    }),
  );
  return (await Promise.all(looks)).flat();
}

describe("the language", () => {
  const language = (page: Page) => page.locator("html").getAttribute("lang");

  it("is what the browser asks for, from the first byte on", async () => {
    const { page, context, problems } = await newVisitor(browser, { locale: "de-AT" });
    const answer = await page.goto(stack.link);
    const html = (await answer?.text()) ?? "";
    expect(html).toContain(`<html lang="de"`);
    expect(html).toContain(wordsIn("de").t("upload.dropTitle"));
    expect(html).not.toContain(t("upload.dropTitle"));
    await page.getByRole("heading", { name: wordsIn("de").t("upload.dropTitle") }).waitFor();
    expect(problems).toEqual([]);
    await context.close();
  });

  it("is changed in the header, loses nothing on the page and is kept", async () => {
    const { page, context, problems } = await newVisitor(browser, { locale: "de-DE" });
    const spanish = wordsIn("es");
    await openPage(page, stack.link);
    await chooseFolder(page, `${folder.parent}/mixed`);
    // Until then files that can't be optimized leave the number on the button.
    await untilChecked(page, tree.size);
    const chosen = startButton(page).and(page.locator(":enabled"));
    const files = Number(/\d+/.exec(await chosen.innerText())?.[0]);
    await page.getByLabel(wordsIn("de").t("system.language")).selectOption({ label: "Español" });
    await chosen.and(page.getByRole("button", { name: spanish.t("upload.startFiles", { files }) })).waitFor();
    expect(await language(page)).toBe("es");
    expect(await page.title()).toBe("Pixelmill");
    await startJob(page);
    await untilFinished(page);
    await filterButton(page, "failed").click();
    await row(page, "mixed/broken/empty.jpg")
      .getByText(spanish.failure(failure("emptyFile")))
      .waitFor();
    await page.reload();
    await page.getByRole("link", { name: spanish.t("job.newJob") }).waitFor();
    expect([await language(page), problems]).toEqual(["es", []]);
    await context.close();
  });
});

describe("a file dropped where nothing takes it", () => {
  const drop = (page: Page) => dropOnPage(page, [`${folder.parent}/mixed/beach.jpg`]);

  it("is not opened while the page has not come alive, and taken once it has", async () => {
    const { page, context, problems } = await newVisitor(browser);
    const { promise: mayLoad, resolve: load } = Promise.withResolvers<void>();
    await page.route("**/_next/**/*.js", (route) => mayLoad.then(() => route.continue()));
    await page.goto(stack.link, { waitUntil: "commit" });
    await page.getByText(t("upload.dropTitle")).waitFor();
    await drop(page);
    load();
    await page.locator("[data-testid=connection][data-state=online]").waitFor();
    expect(await startButton(page).isDisabled()).toBe(true);
    await drop(page);
    await startButton(page).and(page.locator(":enabled")).waitFor();
    expect([page.url(), context.pages().length, problems]).toEqual([stack.link, 1, []]);
    await context.close();
  });

  it("is not opened by the list of jobs", async () => {
    const { page, context } = await newVisitor(browser);
    await openPage(page, `${stack.link}jobs`);
    await drop(page);
    await page.getByRole("link", { name: t("job.firstJob") }).waitFor();
    expect([page.url(), context.pages().length]).toEqual([`${stack.link}jobs`, 1]);
    await context.close();
  });
});

describe("without a mouse", () => {
  /** Presses Tab until something has the focus, which has to be seen on it. */
  async function tabTo(page: Page, target: Locator): Promise<void> {
    for (let presses = 0; presses < 60; presses += 1) {
      await page.keyboard.press("Tab");
      if (await target.evaluate((element) => element === document.activeElement)) return expectVisibleFocus(target);
    }
    throw new Error("Tab does not lead there.");
  }

  /** An outline on the element, or on the label around one that is only there for the keyboard. */
  async function expectVisibleFocus(target: Locator): Promise<void> {
    const outlines = await target.evaluate((element) =>
      [element, element.closest("label")].map((each) =>
        each === null ? 0 : Number.parseFloat(getComputedStyle(each).outlineWidth),
      ),
    );
    expect(Math.max(...outlines)).toBeGreaterThanOrEqual(2);
  }

  it("files are chosen, settings made, the job started and its ZIP downloaded", async () => {
    const { page, context, problems } = await newVisitor(browser);
    // Listened for from the beginning: Chromium has to be told not to open a dialog of its own.
    page.on("filechooser", (chooser) =>
      chooser.setFiles([`${folder.parent}/mixed/beach.jpg`, `${folder.parent}/mixed/tiny.png`]),
    );
    await openPage(page, stack.link);
    await tabTo(page, page.getByRole("button", { name: t("upload.chooseFiles") }));
    await page.keyboard.press("Enter");
    await startButton(page).and(page.locator(":enabled")).waitFor();

    const radio = (format: "original" | "jpeg") => page.getByRole("radio", { name: formatLabel(format, t), exact: true });
    await tabTo(page, radio("original"));
    for (const _ of ["auto", "jpeg"]) await page.keyboard.press("ArrowRight");
    expect(await radio("jpeg").isChecked()).toBe(true);
    await tabTo(page, page.getByTestId("more-settings").locator("summary"));
    await page.keyboard.press("Enter");
    await tabTo(page, page.getByLabel(t("settings.quality"), { exact: true }));
    await page.keyboard.press("ArrowDown");
    await tabTo(page, page.getByLabel(t("settings.qualityNumber")));
    await page.keyboard.press("ArrowLeft");
    expect(await page.getByTestId("quality-value").innerText()).toMatch(/^\d+$/);
    await tabTo(page, startButton(page));
    await page.keyboard.press("Enter");

    await job(page, "finished").waitFor();
    await tabTo(page, page.getByTestId("download-all"));
    const { file } = await download(page, () => page.keyboard.press("Enter"));
    expect([...(await unzip(file)).keys()].toSorted()).toEqual(["beach.jpg", "tiny.jpg"]);
    await tabTo(page, page.getByLabel(t("job.selectFile", { path: "tiny.png" })));
    await page.keyboard.press("Space");
    await tabTo(page, page.getByTestId("download-selected"));
    expect(problems).toEqual([]);
    await context.close();
  });
});
