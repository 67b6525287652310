import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { launchBrowser, newVisitor, openPage } from "./support/browser.ts";
import { checkOutputs } from "./support/checkOutputs.ts";
import { downloadAll, job, tasksOf, untilFinished } from "./support/jobPage.ts";
import { hasSharedImages, readSharedImages } from "./support/sharedImages.ts";
import { type Stack, startStack } from "./support/stack.ts";
import { chooseFolder, chooseSettings, startJob } from "./support/startPage.ts";
import { writeTree } from "./support/tree.ts";
import { seenOn, watch } from "./support/watch.ts";
import { unzip } from "./support/zip.ts";

const settings = { format: "webp", resize: { mode: "longest", pixels: 1280 } } as const;

if (!hasSharedImages)
  console.log("Collected images are not here (../shared/images, or PIXELMILL_SHARED): their test is skipped.");

let stack: Stack;
let browser: Browser;

beforeAll(async () => {
  if (hasSharedImages) [stack, browser] = await Promise.all([startStack(), launchBrowser()]);
});

afterAll(async () => {
  await browser?.close();
  await stack?.stop();
});

it.skipIf(!hasSharedImages)("photos and web images of a chosen folder all come back, smaller and whole", async () => {
  const sources = new Map([...(await readSharedImages("photos", 10)), ...(await readSharedImages("web", 30))]);
  expect(sources.size).toBeGreaterThanOrEqual(30);
  const folder = await writeTree(sources);
  const { page, problems } = await newVisitor(browser, { viewport: { width: 1280, height: 4000 } });
  await openPage(page, stack.link);
  await chooseFolder(page, `${folder.parent}/real`);
  await chooseSettings(page, settings);
  await watch(page);
  const jobId = await startJob(page);
  await untilFinished(page);
  await folder.remove();

  expect(new Set(Object.values((await seenOn(page)).phases).flat())).toContain("running");
  const tasks = await tasksOf(page, jobId);
  const outputs = await unzip((await downloadAll(page)).file);
  expect(outputs.size).toBe(sources.size);
  await checkOutputs(tasks, { sources, outputs, settings });
  expect(sizeOf(outputs.values())).toBeLessThan(sizeOf(sources.values()) / 2);
  await job(page).getByText(`${sources.size} / ${sources.size}`).waitFor();
  expect(problems).toEqual([]);
});

const sizeOf = (files: Iterable<Uint8Array>): number => [...files].reduce((sum, { length }) => sum + length, 0);
