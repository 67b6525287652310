import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Id, JobView } from "../packages/core/src/index.ts";
import { launchBrowser, newVisitor, openPage, type Visitor } from "./support/browser.ts";
import { checkOutputs } from "./support/checkOutputs.ts";
import { dropOnPage } from "./support/drop.ts";
import { downloadAll, job, jobOf, tasksOf, untilFinished } from "./support/jobPage.ts";
import { mixedFolder } from "./support/mixedFolder.ts";
import { slowNetwork } from "./support/network.ts";
import { photos } from "./support/numberedImages.ts";
import { pageFaults } from "./support/pageFaults.ts";
import { canSeeProcesses } from "./support/processes.ts";
import { takePage } from "./support/screens.ts";
import { type Stack, startStack } from "./support/stack.ts";
import {
  chooseFolder,
  chooseSettings,
  startButton,
  startJob,
  untilChecked,
  untilChosen,
  untilEstimated,
} from "./support/startPage.ts";
import { type Folder, type Tree, writeTree } from "./support/tree.ts";
import { t } from "./support/words.ts";
import { unzip } from "./support/zip.ts";

const settings = { format: "webp", resize: null } as const;
const files = 12;

let stack: Stack;
let browser: Browser;

beforeAll(async () => {
  [stack, browser] = await Promise.all([startStack(), launchBrowser()]);
});

afterAll(async () => {
  await browser?.close();
  await stack?.stop();
});

describe("what is chosen, before anything is started", () => {
  let folder: Folder;
  let sources: Tree;
  let visitor: Visitor;
  let page: Page;
  let made = 0;

  beforeEach(async () => {
    // Each test's own: what an earlier one had made would be served from the ledger.
    sources = await photos(files, "trip", { width: 900 + made, height: 650 });
    made += files;
    folder = await writeTree(sources);
    visitor = await newVisitor(browser);
    page = visitor.page;
    page.on("dialog", (dialog) => dialog.accept());
  });

  afterEach(async () => {
    await folder?.remove();
    await visitor?.context.close();
  });

  /** The id of the draft, as the browser remembers it. */
  const draftOf = (on: Page): Promise<Id> => on.evaluate(() => JSON.parse(localStorage.getItem("pixelmill.draft") ?? "null"));

  const sentBy = (on: Page): string[] => {
    const sent: string[] = [];
    on.on("request", (request) => request.method() === "PUT" && sent.push(request.url()));
    return sent;
  };

  async function expectEveryFileOnce(jobId: Id): Promise<void> {
    await untilFinished(page);
    const tasks = await tasksOf(page, jobId);
    const outputs = await unzip((await downloadAll(page)).file);
    expect(outputs.size).toBe(files);
    await checkOutputs(tasks, { sources, outputs, settings });
    expect(visitor.problems).toEqual([]);
  }

  it("is uploaded, looked into and estimated, and its job comes to what was estimated", async () => {
    await openPage(page, stack.link);
    const sent = sentBy(page);
    await dropOnPage(page, [`${folder.parent}/trip`]);
    // Of all of them at once: what is sampled before the last has come may be another eight.
    await untilChecked(page, files);
    await chooseSettings(page, settings);
    await untilEstimated(page);
    await page.getByText(t("upload.estimateBy", { encoded: 8, wanted: 8 })).waitFor({ timeout: 0 });
    const text = await untilEstimated(page);
    const draft = await jobOf(page, await draftOf(page));
    expect(draft).toMatchObject({ state: "draft", totals: { files, outputs: 0, states: { queued: files } } });

    const jobId = await startJob(page);
    expect(jobId).toBe(draft.id);
    await expectEveryFileOnce(jobId);
    expect(sent).toHaveLength(files);
    const { totals } = await jobOf(page, jobId);
    // What the estimate had made is the job's own.
    expect(totals).toMatchObject({ files, outputs: files, known: 8 });
    const [least = 0, most = 0] = percentsIn(text);
    expect(savedPercent(totals)).toBeGreaterThanOrEqual(least - 1);
    expect(savedPercent(totals)).toBeLessThanOrEqual(most + 1);
  });

  it("is estimated anew for other settings", async () => {
    await openPage(page, stack.link);
    await chooseFolder(page, `${folder.parent}/trip`);
    await chooseSettings(page, settings);
    const webp = await untilEstimated(page);
    await chooseSettings(page, { format: "webp", resize: { mode: "longest", pixels: 300 } });
    await page.locator("[data-testid=estimate][data-state=estimating]").waitFor();
    const small = await untilEstimated(page);
    expect(percentsIn(small)[0]).toBeGreaterThan(percentsIn(webp)[1] ?? 100);
  });

  it("is there again after a reload, and in a tab that is opened later, and goes on by itself", async () => {
    await openPage(page, stack.link);
    const network = await slowNetwork(page);
    await network.limitUploads(300_000);
    await chooseFolder(page, `${folder.parent}/trip`);
    await page.locator("[data-testid=arrival]:not([data-checked='0'])").waitFor();
    const draft = await draftOf(page);
    await page.reload();
    await untilChosen(page, files);
    const second = await visitor.context.newPage();
    const sentBySecond = sentBy(second);
    await openPage(second, stack.link);
    await second.getByTestId("arrival").waitFor();
    await network.release();
    await page.close();
    page = second;
    // The first page is gone: what it had not sent is for the next that is opened.
    await page.reload();
    await untilChecked(page, files);
    expect(await draftOf(page)).toBe(draft);
    expect((await tasksOf(page, draft)).map(({ path }) => path).toSorted()).toEqual([...sources.keys()].toSorted());
    expect(new Set(sentBySecond).size).toBe(sentBySecond.length);
    await chooseSettings(page, settings);
    await expectEveryFileOnce(await startJob(page));
  });

  it("is sent by one page alone where several show it", async () => {
    await openPage(page, stack.link);
    const network = await slowNetwork(page);
    await network.limitUploads(400_000);
    const sent = sentBy(page);
    await chooseFolder(page, `${folder.parent}/trip`);
    await page.locator("[data-testid=arrival]:not([data-checked='0'])").waitFor();
    const second = await visitor.context.newPage();
    const sentBySecond = sentBy(second);
    await openPage(second, stack.link);
    await untilChecked(second, files);
    expect([sent.length, sentBySecond]).toEqual([files, []]);
    await startJob(second);
    // The other page shows a new beginning.
    await page.getByText(t("upload.dropTitle")).waitFor();
  });

  it.skipIf(!canSeeProcesses)("survives the death of the worker", async () => {
    await openPage(page, stack.link);
    const network = await slowNetwork(page);
    await network.limitUploads(600_000);
    await chooseFolder(page, `${folder.parent}/trip`);
    await page.locator("[data-testid=arrival]:not([data-checked='0'])").waitFor();
    process.kill(await stack.workerPid(), "SIGKILL");
    await page.locator("[data-testid=connection]:not([data-state=online])").waitFor();
    await network.release();
    await untilChecked(page, files);
    await chooseSettings(page, settings);
    await untilEstimated(page);
    await expectEveryFileOnce(await startJob(page));
  });

  it("starts by itself where that was chosen, and only with what is chosen then", async () => {
    await openPage(page, stack.link);
    await chooseSettings(page, settings);
    await page.getByLabel(t("upload.autoStart")).check();
    await chooseFolder(page, `${folder.parent}/trip`);
    await page.waitForURL(/\/jobs\/[0-9a-f]{32}$/);
    await untilFinished(page);
    await openPage(page, stack.link);
    expect(await page.getByLabel(t("upload.autoStart")).isChecked()).toBe(true);
    expect(await startButton(page).isDisabled()).toBe(true);
  });

  it("can be samples that the page draws itself, each of which becomes smaller", async () => {
    await openPage(page, stack.link);
    await page.getByTestId("samples").click();
    await untilChosen(page, 4);
    await untilChecked(page, 4);
    await takePage(page, "samples");
    await chooseSettings(page, settings);
    const jobId = await startJob(page);
    await untilFinished(page);
    const tasks = await tasksOf(page, jobId);
    expect(tasks.map(({ path, state }) => [path, state]).sort()).toEqual(
      ["badge.png", "garden.jpg", "mountains.jpg", "sea.jpg"].map((path) => [path, "optimized"]),
    );
    const { sourceBytes, outputBytes } = (await jobOf(page, jobId)).totals;
    expect(sourceBytes, "worth optimizing, and quickly sent").toBeGreaterThan(1e6);
    expect(sourceBytes).toBeLessThan(20e6);
    expect(outputBytes).toBeLessThan(0.7 * sourceBytes);
    await takePage(page, "samples-done");
    expect(visitor.problems).toEqual([]);
  });

  it("can be removed, from the server as well, and be gone on with from the list of jobs", async () => {
    await openPage(page, stack.link);
    await chooseFolder(page, `${folder.parent}/trip`);
    await untilChecked(page, files);
    const draft = await draftOf(page);
    await openPage(page, `${stack.link}jobs/${draft}`);
    await page.getByRole("button", { name: t("job.draftOpen") }).click();
    await untilChosen(page, files);
    await page.getByRole("button", { name: t("upload.clear") }).click();
    await page.getByText(t("upload.dropTitle")).waitFor();
    await openPage(page, `${stack.link}jobs/${draft}`);
    await page.getByRole("heading", { name: t("job.notFoundTitle") }).waitFor();
  });
});

describe("a choice with files that are no images, or come twice", () => {
  let mixed: Folder;

  beforeAll(async () => {
    mixed = await writeTree(await mixedFolder());
  });

  afterAll(() => mixed?.remove());

  it("says which and why", async () => {
    const { page, context } = await newVisitor(browser);
    await openPage(page, stack.link);
    await chooseFolder(page, `${mixed.parent}/mixed`);
    const unusable = page.getByTestId("unusable");
    await unusable.getByText("mixed/broken/empty.jpg").waitFor();
    await unusable.getByText(/text\.jpg.*a text/s).waitFor();
    await chooseFolder(page, `${mixed.parent}/mixed`);
    await page.getByTestId("duplicates").getByText("mixed/beach.jpg").waitFor();
    await context.close();
  });

  it.each([
    ["a phone", 390, true],
    ["a small phone", 320, true],
    ["a desktop", 1280, false],
  ])("fits %s, can be read, touched and started by keyboard", async (_, width, isMobile) => {
    const { page, context, problems } = await newVisitor(browser, { viewport: { width, height: 800 }, isMobile });
    await openPage(page, stack.link);
    await chooseFolder(page, `${mixed.parent}/mixed`);
    await chooseFolder(page, `${mixed.parent}/mixed`);
    await untilEstimated(page);
    expect(await pageFaults(page)).toEqual([]);
    await startButton(page).focus();
    await page.keyboard.press("Enter");
    await job(page).waitFor();
    await untilFinished(page);
    expect(problems).toEqual([]);
    await context.close();
  });
});

/** The two percentages of an estimate's text. */
function percentsIn(text: string): number[] {
  const [, least = "", most = least] = /\((\d+)(?:–(\d+))? %\)/.exec(text) ?? [];
  return [Number(least), Number(most)];
}

const savedPercent = ({ deliveredSourceBytes, outputBytes }: JobView["totals"]): number =>
  100 * (1 - outputBytes / deliveredSourceBytes);
