import { mkdir, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it, onTestFinished } from "vitest";
import { root } from "../../scripts/nx/runNx.ts";
import { blockingWhile, watchBlocking } from "../support/blocking.ts";
import { launchBrowser, newVisitor, openPage } from "../support/browser.ts";
import { job, jobOf, rows, untilFinished } from "../support/jobPage.ts";
import { smallImages } from "../support/numberedImages.ts";
import { type Stack, startStack } from "../support/stack.ts";
import { chooseFolder, chooseSettings, startButton, startJob, untilChecked, untilChosen } from "../support/startPage.ts";
import { writeTree } from "../support/tree.ts";
import { t } from "../support/words.ts";
import { framesWhile } from "./frames.ts";
import { heapMegabytes } from "./heap.ts";
import { loadedScripts } from "./scripts.ts";

/** Files of the long job. */
const many = 10_000;

/** Files of the job that is cancelled as soon as it can be: about half of them have ended by then. */
const burst = 2_000;

/** A wheel spun hard, in pixels an event, and events each way. */
const wheel = 1_200;
const spins = 250;

const settings = { format: "webp", resize: null } as const;
const report = path.join(root, "tmp/bench/pages.json");

let stack: Stack;
let browser: Browser;
const measured: Record<string, object> = {};

beforeAll(async () => {
  [stack, browser] = await Promise.all([startStack(), launchBrowser()]);
  measured.machine = { processor: os.cpus()[0]?.model.trim(), cores: os.cpus().length, chromium: browser.version() };
});

afterAll(async () => {
  await browser?.close();
  await stack?.stop();
  await mkdir(path.dirname(report), { recursive: true });
  await writeFile(report, `${JSON.stringify(measured, null, 2)}\n`);
  console.log(
    `Measured without a graphics processor, by which frames are drawn faster:\n${JSON.stringify(measured, null, 2)}\n${report}`,
  );
});

async function watchedPage(): Promise<Page> {
  const { page, context } = await newVisitor(browser);
  onTestFinished(() => context.close());
  await watchBlocking(page);
  return page;
}

/** Uploads small images of their own as a draft and waits until the service has looked into all of them. */
async function chooseImages(page: Page, count: number, name: string): Promise<void> {
  const folder = await writeTree(await smallImages(count, name));
  onTestFinished(() => folder.remove());
  await openPage(page, stack.link);
  await chooseFolder(page, `${folder.parent}/${name}`);
  await untilChosen(page, count);
  await untilChecked(page, count);
  await chooseSettings(page, settings);
}

async function spin(page: Page, pixels: number): Promise<void> {
  for (let at = 0; at < spins; at += 1) await page.mouse.wheel(0, pixels);
}

it("scripts of the pages", async () => {
  const start = await watchedPage();
  measured["scripts of the start page"] = await loadedScripts(start, () => openPage(start, stack.link));
  await chooseImages(start, 2, "few");
  await startJob(start);
  await untilFinished(start);
  measured["scripts of a job's page"] = await loadedScripts(start, () => openPage(start, start.url()));
});

it(`a job of ${many} files`, async () => {
  const page = await watchedPage();
  measured["choosing, with the upload"] = await blockingWhile(page, () => chooseImages(page, many, "many"));
  const jobId = await startJob(page);
  measured["while it runs"] = await blockingWhile(page, () => untilFinished(page));
  expect((await jobOf(page, jobId)).totals.files).toBe(many);
  const before = await heapMegabytes(page);
  await page.mouse.move(640, 450);
  measured["frames in ms, scrolled from the beginning, from the end"] = [
    await framesWhile(page, () => spin(page, wheel)),
    await framesWhile(page, async () => {
      await page.keyboard.press("End");
      await spin(page, -wheel);
    }),
  ];
  expect(await rows(page).count()).toBeLessThan(100);
  measured["heap in MB"] = { before, scrolled: await heapMegabytes(page) };
  measured["search, letter by letter"] = await blockingWhile(page, async () => {
    await page.getByRole("searchbox").pressSequentially("image-0099", { delay: 100 });
    await rows(page).first().waitFor();
    await page.getByRole("searchbox").fill("");
  });
  measured["order by size"] = await blockingWhile(page, async () => {
    await page.getByTestId("sort").selectOption("largest");
  });
});

it("a burst of ends", async () => {
  const page = await watchedPage();
  await chooseImages(page, burst, "burst");
  await startButton(page).click();
  await job(page).waitFor();
  const jobId = /[0-9a-f]{32}/.exec(page.url())?.[0] as Parameters<typeof jobOf>[1];
  const blocking = await blockingWhile(page, async () => {
    await page.getByRole("button", { name: t("job.cancelJob") }).click();
    await job(page, "cancelled").waitFor();
  });
  const { states } = (await jobOf(page, jobId)).totals;
  measured["a burst of ends, by cancelling a job"] = { events: states.cancelled, ...blocking };
});
