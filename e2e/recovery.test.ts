import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { jobMessages } from "../apps/web/features/job/messages.ts";
import { systemMessages } from "../apps/web/features/system/messages.ts";
import type { Id } from "../packages/core/src/index.ts";
import { launchBrowser, newVisitor, openPage, type Visitor } from "./support/browser.ts";
import { checkOutputs } from "./support/checkOutputs.ts";
import { dropOnPage } from "./support/drop.ts";
import { downloadAll, filesDone, job, tasksOf, untilDone, untilFinished } from "./support/jobPage.ts";
import { slowNetwork } from "./support/network.ts";
import { busyPhotos } from "./support/numberedImages.ts";
import { canSeeProcesses, descendantsOf, survivorsOf } from "./support/processes.ts";
import { type Stack, startStack } from "./support/stack.ts";
import { chooseFolder, chooseSettings, startJob } from "./support/startPage.ts";
import { type Folder, type Tree, writeTree } from "./support/tree.ts";
import { seenOn, watch } from "./support/watch.ts";
import { unzip } from "./support/zip.ts";

const settings = { format: "webp", resize: null } as const;
const files = 24;

describe("a job in the middle", () => {
  let stack: Stack;
  let browser: Browser;
  let folder: Folder;
  let sources: Tree;
  let visitor: Visitor;

  beforeAll(async () => {
    sources = await busyPhotos(files, "busy");
    [stack, browser, folder] = await Promise.all([startStack(), launchBrowser(), writeTree(sources)]);
    visitor = await newVisitor(browser, { viewport: { width: 1280, height: 2400 } });
  });

  afterAll(async () => {
    await browser?.close();
    await folder?.remove();
    await stack?.stop();
  });

  async function begin(page: Page): Promise<Id> {
    await openPage(page, stack.link);
    await chooseFolder(page, `${folder.parent}/busy`);
    await chooseSettings(page, settings);
    return startJob(page);
  }

  async function expectEveryFileOnce(page: Page, jobId: Id): Promise<void> {
    const tasks = await tasksOf(page, jobId);
    const outputs = await unzip((await downloadAll(page)).file);
    expect(outputs.size).toBe(files);
    await checkOutputs(tasks, { sources, outputs, settings });
  }

  it("survives a reload of its page, and shows the same in a second tab", async () => {
    const page = await visitor.context.newPage();
    const jobId = await begin(page);
    await job(page, "sealed").waitFor();
    const before = await filesDone(page);
    const sent: string[] = [];
    visitor.context.on("request", (request) => request.method() === "PUT" && sent.push(request.url()));
    await page.reload();
    const second = await visitor.context.newPage();
    await second.goto(page.url());
    for (const each of [page, second]) {
      await untilDone(each, before);
      await untilFinished(each);
      expect(await filesDone(each)).toBe(files);
      await expect.poll(() => each.title()).toMatch(/^✓ /);
    }
    expect(sent).toEqual([]);
    await expectEveryFileOnce(second, jobId);
  });

  it("whose uploads a reload cut goes on with the rest when the folder is dropped again", async () => {
    const page = await visitor.context.newPage();
    await openPage(page, stack.link);
    const network = await slowNetwork(page);
    await network.limitUploads(300_000);
    await chooseFolder(page, `${folder.parent}/busy`);
    await chooseSettings(page, settings);
    const jobId = await startJob(page);
    await untilDone(page, 2);
    page.on("dialog", (dialog) => dialog.accept());
    await page.reload();
    await page.getByTestId("missing-files").waitFor();
    const arrived = (await tasksOf(page, jobId)).length;
    expect(arrived).toBeLessThan(files);
    await page.getByText(jobMessages.missing(files - arrived)).waitFor();
    await network.release();

    const sent: string[] = [];
    page.on("request", (request) => request.method() === "PUT" && sent.push(request.url()));
    await dropOnPage(page, [`${folder.parent}/busy`]);
    await untilFinished(page);
    expect(sent.length).toBe(files - arrived);
    await expectEveryFileOnce(page, jobId);
  });

  it.skipIf(!canSeeProcesses)("survives the death of the worker: the page says so, and every file comes back once", async () => {
    const page = await visitor.context.newPage();
    await watch(page);
    const jobId = await begin(page);
    await untilDone(page, 3);
    expect(await filesDone(page)).toBeLessThan(files);
    const killed = await stack.workerPid();
    const encoders = descendantsOf(killed);
    process.kill(killed, "SIGKILL");
    await page.locator("[data-testid=connection]:not([data-state=online])").waitFor();
    await untilFinished(page);
    expect(await stack.workerPid()).not.toBe(killed);
    expect(encoders).not.toEqual([]);
    expect(survivorsOf(encoders)).toEqual([]);
    await page.getByTestId("connection").getByText(systemMessages.connection.online).waitFor();
    expect((await seenOn(page)).progress.at(-1)).toBe(100);
    await expectEveryFileOnce(page, jobId);
  });

  it.skipIf(!canSeeProcesses)("shows that a worker hangs, and when it answers again", async () => {
    const page = await visitor.context.newPage();
    await openPage(page, stack.link);
    const connection = page.getByTestId("connection");
    const worker = await stack.workerPid();
    process.kill(worker, "SIGSTOP");
    try {
      await connection.getByText(systemMessages.connection.offline).waitFor();
    } finally {
      process.kill(worker, "SIGCONT");
    }
    await connection.getByText(systemMessages.connection.online).waitFor();
    await page.close();
  });

  it("leaves nothing in the browser's console", () => {
    expect(visitor.problems).toEqual([]);
  });
});
