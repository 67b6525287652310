/// <reference lib="dom" />

import { readFile } from "node:fs/promises";
import path from "node:path";
import type { Browser, BrowserContext, Locator, Page } from "playwright-core";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { keptReasonTexts } from "../packages/core/src/index.ts";
import { root } from "../scripts/nx/runNx.ts";
import { launchBrowser, newVisitor, openPage } from "./support/browser.ts";
import { row, untilFinished } from "./support/jobPage.ts";
import { pageFaults } from "./support/pageFaults.ts";
import { drawPicture } from "./support/pictures.ts";
import { pictures } from "./support/screens.ts";
import { type Stack, startStack } from "./support/stack.ts";
import { chooseFiles, chooseFolder, chooseOutputs, startButton, startJob } from "./support/startPage.ts";
import { type Folder, writeTree } from "./support/tree.ts";
import { formats, t } from "./support/words.ts";

const desktop = { width: 1440, height: 900 };

let stack: Stack;
let browser: Browser;
let folder: Folder;
let job: MadeJob;

beforeAll(async () => {
  const photo = await drawPicture("beach", 1600, 1200, 2).jpeg({ quality: 95 }).toBuffer();
  const heic = await readFile(path.join(root, "apps/worker/src/encoder/testing/fixtures/grid.heic"));
  const tree = new Map<string, Uint8Array>([
    ["set/beach.jpg", photo],
    ["set/cut.jpg", photo.subarray(0, photo.length / 3)],
    ["set/drawing.svg", Buffer.from(drawing)],
    ["set/phone.heic", heic],
    ["set/scan.tiff", await drawPicture("mountains", 900, 1200, 5).tiff({ compression: "lzw" }).toBuffer()],
    ["set/small.jpg", await drawPicture("city", 320, 240).jpeg({ quality: 10, mozjpeg: true }).toBuffer()],
  ]);
  [stack, browser, folder] = await Promise.all([startStack(), launchBrowser(), writeTree(tree)]);
  job = await makeJob();
});

afterAll(async () => {
  await browser?.close();
  await folder?.remove();
  await stack?.stop();
});

const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="400" height="300" viewBox="0 0 400 300">
  <!-- a comment that is left out, as long as it takes for the saving to be worth it: it says nothing that anybody would miss -->
  <rect width="400" height="300" fill="#e8f0ff"/><circle cx="200" cy="150" r="90" fill="#d33"/>
</svg>`;

/** Looks at the job of the folder, in the session that made it. */
async function openJob(options: Parameters<typeof newVisitor>[1] = { viewport: desktop }) {
  const { page, context, problems } = await newVisitor(browser, { ...options, storageState: job.session });
  onTestFinished(() => context.close());
  await openPage(page, job.link);
  await untilFinished(page);
  return { page, context, problems };
}

/** A job, its page's address and the session that it belongs to. */
interface MadeJob {
  readonly link: string;
  readonly session: Awaited<ReturnType<BrowserContext["storageState"]>>;
}

/** Makes a job of the folder, every file in its own format. */
async function makeJob(): Promise<MadeJob> {
  const { page, context } = await newVisitor(browser);
  await openPage(page, stack.link);
  await chooseFolder(page, `${folder.parent}/set`);
  await startButton(page).and(page.locator(":enabled")).waitFor();
  await startJob(page);
  await untilFinished(page);
  const made = { link: page.url(), session: await context.storageState() };
  await context.close();
  return made;
}

const panel = (page: Page) => page.getByTestId("compare");
const compare = (page: Page, file: string) => row(page, `set/${file}`).getByTestId("compare-file");
const picture = (page: Page, side: "source" | 0): Locator => page.locator(`[data-testid=stage] img[data-side="${side}"]`);
const zoom = (page: Page) => page.getByTestId("zoom").innerText();

/** Opens the comparison of a file and waits until all its pictures are there. */
async function open(page: Page, file: string): Promise<void> {
  await compare(page, file).click();
  await untilShown(page, file);
}

async function untilShown(page: Page, file: string): Promise<void> {
  await page.getByTestId("compared-file").getByText(file, { exact: true }).waitFor();
  await page.waitForFunction(() => {
    const images = [...document.querySelectorAll<HTMLImageElement>("[data-testid=stage] img")];
    return images.length > 0 && images.every((image) => image.complete && image.naturalWidth > 0);
  });
  await expect
    .poll(() =>
      page
        .getByTestId("stage")
        .getByRole("status")
        .filter({ hasText: t("compare.loading") })
        .count(),
    )
    .toBe(0);
}

const naturalSize = (image: Locator) =>
  image.evaluate((element) => (element instanceof HTMLImageElement ? [element.naturalWidth, element.naturalHeight] : []));

/** Where it lies, to the pixel. */
async function placeOf(image: Locator) {
  const box = await image.boundingBox();
  return box && [box.x, box.y, box.width, box.height].map(Math.round);
}

const isSeen = (image: Locator) => image.evaluate((element) => getComputedStyle(element).visibility === "visible");

/** The colour that the screen shows at a share of the stage's width, in its middle. */
async function colourAt(page: Page, share: number): Promise<number[]> {
  const stage = await page.getByTestId("stage").screenshot();
  const { width = 0, height = 0 } = await sharp(stage).metadata();
  const spot = { left: Math.round(width * share) - 2, top: Math.round(height * 0.6), width: 4, height: 4 };
  const { channels } = await sharp(await sharp(stage).extract(spot).png().toBuffer()).stats();
  return channels.slice(0, 3).map(({ mean }) => mean);
}

const take = (page: Page, name: string) => page.screenshot({ path: path.join(pictures, `${name}.png`), animations: "disabled" });

describe("a result beside its original", () => {
  it("is zoomed and moved together with it, to eight pixels for one, and split by a divider", async () => {
    const { page, problems } = await openJob();
    await open(page, "beach.jpg");
    for (const side of ["source", 0] as const) expect(await naturalSize(picture(page, side))).toEqual([1600, 1200]);
    await take(page, "compare-slider");
    expect(await pageFaults(page)).toEqual([]);

    const linked = async () => {
      const [one, other] = await Promise.all([placeOf(picture(page, "source")), placeOf(picture(page, 0))]);
      expect(one).toEqual(other);
      return one ?? [];
    };
    const fitted = await linked();
    await page.getByTestId("actual").click();
    expect(await zoom(page)).toBe(formats.percent(100));
    expect((await linked())[2]).toBe(1600);
    await take(page, "compare-actual");
    for (let presses = 0; presses < 4; presses += 1) await page.getByRole("button", { name: t("compare.zoomIn") }).click();
    expect(await zoom(page)).toBe(formats.percent(800));
    const near = await linked();
    expect(near[2]).toBe(12_800);
    expect(await picture(page, 0).evaluate((image) => getComputedStyle(image).imageRendering)).toBe("pixelated");
    await take(page, "compare-pixels");

    const stage = await page.getByTestId("stage").boundingBox();
    const [x, y] = [(stage?.x ?? 0) + 100, (stage?.y ?? 0) + 100];
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + 60, y + 40, { steps: 4 });
    await page.mouse.up();
    expect((await linked()).slice(0, 2)).toEqual([(near[0] ?? 0) + 60, (near[1] ?? 0) + 40]);
    await page.mouse.wheel(0, 10_000);
    expect(await linked()).toEqual(fitted);

    const divider = page.getByTestId("divider");
    await divider.focus();
    for (let presses = 0; presses < 4; presses += 1) await page.keyboard.press("ArrowRight");
    expect(await divider.getAttribute("aria-valuenow")).toBe("70");
    expect(await page.getByTestId("compared-file").innerText()).toBe("beach.jpg");
    expect(problems).toEqual([]);
  });

  it("is flipped with it while a key or the button is held", async () => {
    const { page, problems } = await openJob();
    await open(page, "beach.jpg");
    await page.getByTestId("mode-flip").click();
    expect([await isSeen(picture(page, "source")), await isSeen(picture(page, 0))]).toEqual([false, true]);
    await panel(page).focus();
    await page.keyboard.down("Space");
    expect([await isSeen(picture(page, "source")), await isSeen(picture(page, 0))]).toEqual([true, false]);
    await page.keyboard.up("Space");
    expect([await isSeen(picture(page, "source")), await isSeen(picture(page, 0))]).toEqual([false, true]);
    const hold = page.getByTestId("hold");
    await hold.hover();
    await page.mouse.down();
    expect([await isSeen(picture(page, "source")), await hold.getAttribute("aria-pressed")]).toEqual([true, "true"]);
    await take(page, "compare-flip");
    await page.mouse.up();
    expect([await isSeen(picture(page, "source")), await hold.getAttribute("aria-pressed")]).toEqual([false, "false"]);
    await hold.focus();
    await page.keyboard.down("Enter");
    expect(await isSeen(picture(page, "source"))).toBe(true);
    await page.keyboard.up("Enter");
    expect(await isSeen(picture(page, "source"))).toBe(false);
    expect(problems).toEqual([]);
  });

  it("is compared with it pixel by pixel, and a drawing that looks the same differs in nothing", async () => {
    const { page, problems } = await openJob();
    await open(page, "beach.jpg");
    await page.getByTestId("actual").click();
    await page.getByTestId("mode-difference").click();
    const numbers = page.getByTestId("difference-numbers");
    await numbers.getByText(/of the pixels differ, by up to \d+ of 255/).waitFor();
    await take(page, "compare-difference");
    expect(await pageFaults(page)).toEqual([]);
    const dark = await colourAt(page, 0.4);
    expect(Math.max(...dark)).toBeGreaterThan(0);
    expect(Math.max(...dark)).toBeLessThan(200);
    await panel(page).focus();
    await page.keyboard.press("ArrowRight");
    await page
      .getByTestId("compared-notes")
      .getByText(/cut off/)
      .waitFor();
    await page.keyboard.press("ArrowRight");
    await untilShown(page, "drawing.svg");
    await numbers.getByText(t("compare.noDifference")).waitFor();
    expect(Math.max(...(await colourAt(page, 0.5)))).toBe(0);
    expect(problems).toEqual([]);
  });
});

describe("what browsers can't show, and what there is nothing to compare of", () => {
  it("is gone through by arrow keys: previews, kept originals and failed files, each shown as such", async () => {
    const { page, problems } = await openJob();
    await open(page, "phone.heic");
    const notes = page.getByTestId("picture-notes");
    await notes.getByText(t("compare.previewed", { what: t("compare.original"), format: "HEIC" })).waitFor();
    expect(await naturalSize(picture(page, "source"))).toEqual(await naturalSize(picture(page, 0)));
    await take(page, "compare-heic");
    await page.keyboard.press("ArrowRight");
    await untilShown(page, "scan.tiff");
    for (const what of [t("compare.original"), t("compare.result")])
      await notes.getByText(t("compare.previewed", { what, format: "TIFF" })).waitFor();
    expect(await naturalSize(picture(page, "source"))).toEqual([900, 1200]);
    // The same pixels: both previews are lossless, and so is a TIFF.
    await page.keyboard.press("d");
    await page.getByTestId("difference-numbers").getByText(t("compare.noDifference")).waitFor();

    await page.keyboard.press("ArrowRight");
    await untilShown(page, "small.jpg");
    await page.getByTestId("compared-notes").getByText(keptReasonTexts.wouldBeLarger).waitFor();
    expect(await page.locator("[data-testid=stage] img").count()).toBe(1);
    await page.getByTestId("stage").getByText(t("compare.both")).waitFor();
    await take(page, "compare-kept");
    expect(await pageFaults(page)).toEqual([]);
    await page.keyboard.press("ArrowRight");
    expect(await page.getByTestId("compared-file").innerText()).toBe("small.jpg");

    for (let presses = 0; presses < 4; presses += 1) await page.keyboard.press("ArrowLeft");
    await page.getByTestId("compared-file").getByText("cut.jpg").waitFor();
    await page
      .getByTestId("compared-notes")
      .getByText(/cut off/)
      .waitFor();
    await take(page, "compare-failed");
    expect(await pageFaults(page)).toEqual([]);
    expect(problems).toEqual([]);
  });

  it("says why where a preview can't be made, and tries again", async () => {
    const { page } = await openJob();
    const refusal = { error: { code: "memoryTaken", message: "No room at the moment." } };
    await page.route(/\/view\/source/, (route) => route.fulfill({ status: 503, json: refusal }));
    await compare(page, "phone.heic").click();
    await page.getByTestId("stage").getByText(refusal.error.message).waitFor();
    await page.unroute(/\/view\/source/);
    await page.getByRole("button", { name: t("compare.retry") }).click();
    await untilShown(page, "phone.heic");
  });
});

it("of several results each can be chosen, at its own size", async () => {
  const { page, context, problems } = await newVisitor(browser, { viewport: desktop, colorScheme: "dark" });
  onTestFinished(() => context.close());
  await openPage(page, stack.link);
  await chooseFiles(page, [`${folder.parent}/set/beach.jpg`]);
  await startButton(page).and(page.locator(":enabled")).waitFor();
  await chooseOutputs(page, ["webp", "avif"], [{ mode: "width", pixels: 800 }]);
  await startJob(page);
  await untilFinished(page);
  await row(page, "beach.jpg").getByTestId("compare-file").click();
  await untilShown(page, "beach.jpg");
  const chosen = page.getByTestId("compared-output");
  expect((await chosen.locator("option").allInnerTexts()).map((each) => each.split(" ")[0])).toEqual(["WebP", "AVIF"]);
  const before = await page.getByTestId("compared-bytes").innerText();
  await chosen.selectOption("1");
  await untilShown(page, "beach.jpg");
  expect(await page.getByTestId("compared-bytes").innerText()).not.toBe(before);
  expect(await naturalSize(page.locator('[data-testid=stage] img[data-side="1"]'))).toEqual([800, 600]);
  await page.getByTestId("actual").click();
  const [source, result] = [picture(page, "source"), page.locator('[data-testid=stage] img[data-side="1"]')];
  expect(await placeOf(source)).toEqual(await placeOf(result));
  expect((await placeOf(result))?.[2]).toBe(800);
  await page.getByTestId("enlarge").click();
  await take(page, "compare-dark");
  expect(await pageFaults(page)).toEqual([]);
  expect(problems).toEqual([]);
});

describe("the panel", () => {
  it("stands beside the list, takes the focus, gives it back to the file's line, and closes by Escape", async () => {
    const { page, problems } = await openJob();
    await compare(page, "beach.jpg").focus();
    await page.keyboard.press("Enter");
    await untilShown(page, "beach.jpg");
    expect(await panel(page).evaluate((element) => element === document.activeElement)).toBe(true);
    const [list, beside] = await Promise.all([page.getByTestId("files").boundingBox(), panel(page).boundingBox()]);
    expect((list?.x ?? 0) + (list?.width ?? 0)).toBeLessThanOrEqual(beside?.x ?? 0);
    expect([Math.round(beside?.y ?? -1), beside?.height]).toEqual([0, desktop.height]);
    for (const file of ["cut.jpg", "drawing.svg"]) {
      await page.keyboard.press("ArrowRight");
      await page.getByTestId("compared-file").getByText(file).waitFor();
    }
    await page.keyboard.press("Escape");
    await expect.poll(() => panel(page).count()).toBe(0);
    expect(await compare(page, "drawing.svg").evaluate((element) => element === document.activeElement)).toBe(true);
    expect(problems).toEqual([]);
  });

  it("covers a phone, is used by touch, and closes", async () => {
    const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 };
    const { page, context, problems } = await openJob(phone);
    await compare(page, "beach.jpg").tap();
    await untilShown(page, "beach.jpg");
    expect(await panel(page).boundingBox()).toEqual({ x: 0, y: 0, width: 390, height: 844 });
    expect(await panel(page).evaluate((element) => element.matches(":modal"))).toBe(true);
    await take(page, "compare-phone");
    expect(await pageFaults(page)).toEqual([]);
    await page.getByTestId("actual").tap();
    // A pixel of the picture takes one of the screen, of which a CSS pixel has two.
    expect((await picture(page, 0).boundingBox())?.width).toBe(800);

    const before = await picture(page, 0).boundingBox();
    const session = await context.newCDPSession(page);
    const fingers = (type: "touchStart" | "touchMove" | "touchEnd", gap: number) =>
      session.send("Input.dispatchTouchEvent", {
        type,
        touchPoints:
          type === "touchEnd"
            ? []
            : [
                { x: 195 - gap, y: 420, id: 0 },
                { x: 195 + gap, y: 420, id: 1 },
              ],
      });
    await fingers("touchStart", 40);
    for (const gap of [60, 80]) await fingers("touchMove", gap);
    await fingers("touchEnd", 0);
    expect((await picture(page, 0).boundingBox())?.width).toBeCloseTo(2 * (before?.width ?? 0), 0);
    await page.getByTestId("mode-flip").tap();
    await take(page, "compare-phone-flip");
    expect(await pageFaults(page)).toEqual([]);
    await page.getByTestId("close-compare").tap();
    await expect.poll(() => panel(page).count()).toBe(0);
    expect(problems).toEqual([]);
  });
});
