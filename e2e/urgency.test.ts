import { readFile } from "node:fs/promises";
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Id, JobReport, Priority } from "../packages/core/src/index.ts";
import { launchBrowser, newVisitor, openPage, type Visitor } from "./support/browser.ts";
import { job, jobOf, reportOf, row, tasksOf, untilFinished } from "./support/jobPage.ts";
import { busyPhotos } from "./support/numberedImages.ts";
import { faultsInBothSchemes } from "./support/pageFaults.ts";
import { drawPicture } from "./support/pictures.ts";
import { type Stack, startStack } from "./support/stack.ts";
import { chooseFolder, chooseSettings, startButton, startJob } from "./support/startPage.ts";
import { type Folder, type Tree, writeTree } from "./support/tree.ts";
import { t } from "./support/words.ts";

/** Enough slow work to keep the encoder busy until everything has been clicked; what is left of it is cancelled. */
const slowFiles = 30;
const files = 10;
const quick = { format: "webp", resize: { mode: "longest", pixels: 600 } } as const;

// One encoder takes what is due one after the other: what begins first was taken first.
describe("with one encoder, kept busy by a job that goes before all others", () => {
  let stack: Stack;
  let browser: Browser;
  let visitor: Visitor;
  let page: Page;
  let folders: Folder[];
  let slow: Id;
  let early: Id;
  let late: Id;
  let mixed: Id;

  const start = async (folder: Folder | undefined, name: string, settings: Parameters<typeof chooseSettings>[1]) => {
    await openPage(page, stack.link);
    await chooseFolder(page, `${folder?.parent}/${name}`);
    await startButton(page).and(page.locator(":enabled")).waitFor();
    await chooseSettings(page, settings);
    const id = await startJob(page);
    await job(page, "sealed").waitFor();
    return id;
  };
  const open = (id: Id) => openPage(page, `${stack.link}jobs/${id}`);
  const setPriority = async (id: Id, priority: Priority) => {
    await open(id);
    const select = page.getByTestId("priority");
    await select.focus();
    await select.selectOption(priority);
    await vi.waitFor(async () => expect((await jobOf(page, id)).priority).toBe(priority), { timeout: 60_000 });
    await vi.waitFor(async () => expect(await select.inputValue()).toBe(priority));
    expect(await hasFocus(select), "the choice keeps the focus").toBe(true);
  };

  beforeAll(async () => {
    const trees = [
      await busyPhotos(slowFiles, "slow"),
      await quickFolder("early"),
      await quickFolder("late"),
      await quickFolder("mixed"),
    ];
    [stack, browser, folders] = await Promise.all([
      startStack({ ENCODERS: "1", LEDGER: "off" }),
      launchBrowser(),
      Promise.all(trees.map(writeTree)),
    ]);
    visitor = await newVisitor(browser);
    page = visitor.page;
    slow = await start(folders[0], "slow", { format: "avif", resize: null });
    await setPriority(slow, "interactive");
    early = await start(folders[1], "early", quick);
    late = await start(folders[2], "late", quick);
    mixed = await start(folders[3], "mixed", quick);
  });

  afterAll(async () => {
    await browser?.close();
    for (const folder of folders ?? []) await folder.remove();
    await stack?.stop();
  });

  it("jobs of normal priority wait in line", async () => {
    for (const id of [early, late, mixed]) {
      await vi.waitFor(async () => expect((await jobOf(page, id)).totals.states.received).toBe(0), { timeout: 60_000 });
      // A class that has waited very long gets a turn: that is all that may have left the line.
      expect((await jobOf(page, id)).totals.states.queued).toBeGreaterThan(files / 2);
    }
    expect((await jobOf(page, slow)).totals.states.queued).toBeGreaterThan(0);
  });

  it("files and a job that are moved to the top begin before those that they would have waited for", async () => {
    await open(mixed);
    const moved = smallOf("mixed");
    for (const path of moved) await row(page, path).getByLabel(t("job.selectFile", { path })).check();
    const before = await namesInLine(page, mixed);
    expect(before).toEqual(expect.arrayContaining(moved));
    await page.getByTestId("selected-to-top").press("Enter");
    await page.getByTestId("selection").waitFor({ state: "detached" });
    expect(await hasFocus(page.getByLabel(t("job.selectAll"))), "the focus stays with the list").toBe(true);

    await open(late);
    await page.getByTestId("job-to-top").press("Enter");
    await page.getByText(t("job.atTop")).waitFor();
    await expect.poll(() => hasFocus(page.getByTestId("at-top")), { message: "the focus goes to what came of it" }).toBe(true);
    expect((await jobOf(page, late)).toppedAt).not.toBeNull();
    expect((await jobOf(page, early)).toppedAt).toBeNull();

    const waiting = { early: await namesInLine(page, early), late: await namesInLine(page, late) };
    await setPriority(slow, "background");
    for (const id of [mixed, late, early]) {
      await open(id);
      await untilFinished(page);
    }
    const starts = startsOf(await reportOf(page, mixed));
    const others = before.filter((path) => !moved.includes(path));
    expect(latest(starts, moved)).toBeLessThanOrEqual(earliest(starts, others));
    const [lateStarts, earlyStarts] = [startsOf(await reportOf(page, late)), startsOf(await reportOf(page, early))];
    const large = waiting.early.filter((path) => !smallOf("early").includes(path));
    expect(earliest(earlyStarts, smallOf("early")), "where nothing was moved").toBeGreaterThanOrEqual(latest(earlyStarts, large));
    expect(latest(lateStarts, waiting.late), "the job moved to the top").toBeLessThanOrEqual(
      earliest(earlyStarts, waiting.early),
    );
  });

  it("a job that was put into the background waits until all others are done", async () => {
    const { priority, totals } = await jobOf(page, slow);
    expect(priority).toBe("background");
    expect(totals.states.queued).toBeGreaterThan(0);
    await open(slow);
    await page.getByRole("button", { name: t("job.cancelJob") }).click();
    await job(page, "cancelled").waitFor();
    expect(await page.getByTestId("priority").count(), "nothing is urgent about a job that is over").toBe(0);
  });

  it("a job's page leads to its report, which tells in charts and tables what is true of it", async () => {
    await open(late);
    const [report] = await Promise.all([visitor.context.waitForEvent("page"), page.getByTestId("report").click()]);
    await report.getByRole("heading", { level: 1, name: `Report of a job of ${files} files` }).waitFor();
    const { ratio } = await reportOf(page, late);
    const text = await report.locator("main").innerText();
    expect(text).toContain(`Job ${late}, created `);
    expect(text).toContain(`${files} of ${files}`);
    expect(text).toContain(`${((ratio ?? 0) * 100).toFixed(1)} %`);
    expect(await cellsOf(report, "output 1")).toEqual(["webp, default quality, longest 600"]);
    expect(await cellsOf(report, "priority")).toEqual(["normal"]);
    expect(await cellsOf(report, "encoders")).toEqual(["1"]);

    const charts = report.getByRole("img");
    expect(await charts.count()).toBeGreaterThanOrEqual(6);
    for (const chart of await charts.all()) expect((await chart.boundingBox())?.height).toBeGreaterThan(50);
    const lanes = await report.locator("rect.task title").allTextContents();
    const named = [...startsOf(await reportOf(page, late)).keys()].filter((path) => lanes.some((lane) => lane.includes(path)));
    expect(named).toHaveLength(files);
    const perEncoder = report.locator("figure", { hasText: "Images per encoder" });
    await perEncoder.getByText("Table").click();
    expect((await perEncoder.locator("tbody td").allInnerTexts())[1]).toBe(String(files));
    const [taken] = await Promise.all([report.waitForEvent("download"), perEncoder.getByRole("link", { name: "CSV" }).click()]);
    expect(taken.suggestedFilename()).toBe("images-per-encoder.csv");
    expect((await readFile(await taken.path(), "utf8")).split("\r\n")[1]).toMatch(new RegExp(`^\\d+,${files},`));

    // The report runs no script, and axe has to wait by one: it looks at a copy.
    const copy = await visitor.context.newPage();
    await copy.setContent(await report.content());
    for (const width of [1280, 390, 320]) {
      await copy.setViewportSize({ width, height: 800 });
      expect(await faultsInBothSchemes(copy), `${width} pixels`).toEqual([]);
    }
    await copy.close();
    await report.close();
  });

  it("leaves nothing in the browser's console", () => {
    // The report may not run any script, which is what the test looks at it with.
    expect(visitor.problems.filter((each) => !/^Blocked script execution in '\S+\/report\?language=en'/.test(each))).toEqual([]);
  });
});

/** Photos, and two files of few pixels, which are the last in line. */
async function quickFolder(name: string): Promise<Tree> {
  const small = smallOf(name).map(async (path, at) => [path, await drawPicture("city", 240, 160, at).jpeg().toBuffer()] as const);
  return new Map([...(await busyPhotos(files - small.length, name)), ...(await Promise.all(small))]);
}

const smallOf = (folder: string): string[] => [`${folder}/small-1.jpg`, `${folder}/small-2.jpg`];

const hasFocus = (element: Locator): Promise<boolean> => element.evaluate((node) => node === document.activeElement);

/** Paths of a job's files that no encoder has been given yet. */
const namesInLine = async (page: Page, id: Id): Promise<string[]> =>
  (await tasksOf(page, id)).filter(({ state }) => state === "queued").map(({ path }) => path);

/** When each file of a small job began, Unix time in milliseconds, by path. */
const startsOf = ({ lanes, beganAt }: JobReport): ReadonlyMap<string, number> =>
  new Map(lanes.flatMap(({ blocks }) => blocks.map(({ name, fromMs }) => [name ?? "", (beganAt ?? 0) + fromMs])));

const timesOf = (starts: ReadonlyMap<string, number>, paths: readonly string[]): number[] =>
  paths.map((path) => starts.get(path) ?? Number.NaN);

const earliest = (starts: ReadonlyMap<string, number>, paths: readonly string[]): number => Math.min(...timesOf(starts, paths));
const latest = (starts: ReadonlyMap<string, number>, paths: readonly string[]): number => Math.max(...timesOf(starts, paths));

/** The cells beside one of this name, in whichever table of the report. */
const cellsOf = (report: Page, name: string): Promise<string[]> =>
  report
    .getByRole("row")
    .filter({ has: report.getByRole("cell", { name, exact: true }) })
    .locator("td:not(:first-child)")
    .allInnerTexts();
