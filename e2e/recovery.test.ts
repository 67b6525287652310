import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Id } from "../packages/core/src/index.ts";
import { launchBrowser, newVisitor, openPage, type Visitor } from "./support/browser.ts";
import { checkOutputs } from "./support/checkOutputs.ts";
import { dropOnPage } from "./support/drop.ts";
import { downloadAll, filesDone, job, tasksOf, untilDone, untilFinished } from "./support/jobPage.ts";
import { slowNetwork } from "./support/network.ts";
import { busyPhotos } from "./support/numberedImages.ts";
import { pageFaults } from "./support/pageFaults.ts";
import { canSeeProcesses, descendantsOf, survivorsOf } from "./support/processes.ts";
import { type Stack, startStack } from "./support/stack.ts";
import { chooseFolder, chooseSettings, startJob } from "./support/startPage.ts";
import { type Folder, type Tree, writeTree } from "./support/tree.ts";
import { seenOn, watch } from "./support/watch.ts";
import { t } from "./support/words.ts";
import { unzip } from "./support/zip.ts";

const settings = { format: "webp", resize: null } as const;
const files = 24;

describe("a job in the middle", () => {
  let stack: Stack;
  let browser: Browser;
  /** Each test's own: what an earlier one had made would be served from the ledger at once. */
  let folder: Folder;
  let sources: Tree;
  let made = 0;
  let visitor: Visitor;

  beforeAll(async () => {
    [stack, browser] = await Promise.all([startStack(), launchBrowser()]);
    visitor = await newVisitor(browser, { viewport: { width: 1280, height: 2400 } });
  });

  beforeEach(async () => {
    sources = await busyPhotos(files, "busy", made);
    made += files;
    folder = await writeTree(sources);
  });

  afterEach(() => folder?.remove());

  afterAll(async () => {
    await browser?.close();
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

  /** Starts a job whose uploads take long. */
  async function beginSlowly(page: Page) {
    await openPage(page, stack.link);
    const network = await slowNetwork(page);
    await network.limitUploads(300_000);
    await chooseFolder(page, `${folder.parent}/busy`);
    await chooseSettings(page, settings);
    const jobId = await startJob(page);
    await untilDone(page, 2);
    page.on("dialog", (dialog) => dialog.accept());
    return { jobId, network };
  }

  it("whose uploads a reload cut goes on with the rest by itself", async () => {
    const page = await visitor.context.newPage();
    const { jobId, network } = await beginSlowly(page);
    await page.reload();
    const arrived = (await tasksOf(page, jobId)).length;
    expect(arrived).toBeLessThan(files);
    const sent: string[] = [];
    page.on("request", (request) => request.method() === "PUT" && sent.push(request.url()));
    await network.release();
    await untilFinished(page);
    expect(new Set(sent).size).toBe(sent.length);
    // Those that were under way, four at once, may have arrived without the page's having heard of it.
    expect(sent.length).toBeLessThanOrEqual(files - arrived + 4);
    await expectEveryFileOnce(page, jobId);
  });

  it("whose uploads a reload cut goes on when the folder is dropped again, where the browser keeps no files", async () => {
    const page = await visitor.context.newPage();
    await page.addInitScript(() => Object.defineProperty(window, "indexedDB", { value: undefined }));
    const { jobId, network } = await beginSlowly(page);
    await page.reload();
    await page.getByTestId("missing-files").waitFor();
    const arrived = (await tasksOf(page, jobId)).length;
    expect(arrived).toBeLessThan(files);
    await page.getByText(t("job.missing", { count: files - arrived })).waitFor();
    expect(await pageFaults(page)).toEqual([]);
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
    await page.getByTestId("connection").getByText(t("system.connection.online")).waitFor();
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
      await connection.getByText(t("system.connection.offline")).waitFor();
      expect(await pageFaults(page)).toEqual([]);
    } finally {
      process.kill(worker, "SIGCONT");
    }
    await connection.getByText(t("system.connection.online")).waitFor();
    await page.close();
  });

  it("leaves nothing in the browser's console", () => {
    expect(visitor.problems).toEqual([]);
  });
});
