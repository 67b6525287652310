import type { Browser } from "playwright-core";
import sharp, { type Sharp } from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { errorTable, type Id, type TaskView } from "../packages/core/src/index.ts";
import { launchBrowser, newVisitor, openPage, type Visitor } from "./support/browser.ts";
import { checkOutputs, outputPathOf } from "./support/checkOutputs.ts";
import { dropOnPage } from "./support/drop.ts";
import { download, downloadAll, filterButton, job, row, rows, tasksOf, untilFinished } from "./support/jobPage.ts";
import { badFiles, mixedFolder } from "./support/mixedFolder.ts";
import { slowNetwork } from "./support/network.ts";
import { type Stack, startStack } from "./support/stack.ts";
import { chooseSettings, startJob, untilChosen } from "./support/startPage.ts";
import { type Folder, type Tree, writeTree } from "./support/tree.ts";
import { type Seen, seenOn, watch } from "./support/watch.ts";
import { t } from "./support/words.ts";
import { unzip } from "./support/zip.ts";

const settings = { format: "webp", resize: { mode: "longest", pixels: 480 } } as const;

describe("a folder dropped into the browser", () => {
  let stack: Stack;
  let browser: Browser;
  let visitor: Visitor;
  let folder: Folder;
  let sources: Tree;
  let jobId: Id;
  let seen: Seen;
  let tasks: readonly TaskView[];

  beforeAll(async () => {
    sources = await mixedFolder();
    [stack, browser, folder] = await Promise.all([startStack(), launchBrowser(), writeTree(sources)]);
    visitor = await newVisitor(browser, { viewport: { width: 1280, height: 2400 } });
    const { page } = visitor;
    await openPage(page, stack.link);
    const network = await slowNetwork(page);
    // Slow enough for the files to be on their way still when the job's page is there to show it.
    await network.limitUploads(10_000);
    await dropOnPage(page, [`${folder.parent}/mixed`]);
    await untilChosen(page, sources.size);
    await chooseSettings(page, settings);
    await watch(page);
    jobId = await startJob(page);
    await network.limitUploads(400_000);
    await untilFinished(page);
    seen = await seenOn(page);
    tasks = await tasksOf(page, jobId);
  });

  afterAll(async () => {
    await browser?.close();
    await folder?.remove();
    await stack?.stop();
  });

  const deliveredAs = (path: string) =>
    tasks.flatMap((task) => (task.path === path ? (outputPathOf(task) ?? []) : [])).at(0) ?? `nothing for ${path}`;

  it("shows every file on its way", () => {
    expect(Object.keys(seen.phases).toSorted()).toEqual([...sources.keys()].toSorted());
    for (const [path, phases] of Object.entries(seen.phases)) {
      // What is small may be done before the page shows it first.
      if ((sources.get(path)?.length ?? 0) > 100_000) expect(phases.length, `${path}: ${phases}`).toBeGreaterThan(1);
      expect(phases.at(-1), path).toBe(badFiles.has(path) ? "failed" : "optimized");
    }
    expect(new Set(Object.values(seen.phases).flat())).toContain("sending");
  });

  it("shows progress that only grows, up to the end", () => {
    expect(seen.progress.length).toBeGreaterThan(2);
    expect(seen.progress).toEqual([...seen.progress].sort((a, b) => a - b));
    expect(seen.progress.at(-1)).toBe(100);
  });

  it("comes back in one ZIP: the tree kept, every image in its format and size, and whole", async () => {
    const { file, name } = await downloadAll(visitor.page);
    expect(name).toMatch(/^pixelmill-.*\.zip$/);
    const outputs = await unzip(file);
    expect(outputs.size).toBe(sources.size - badFiles.size);
    await checkOutputs(tasks, { sources, outputs, settings });

    const output = (path: string) => outputs.get(path) ?? Buffer.alloc(0);
    const turned = sharp(output("mixed/turned.webp"));
    expect(await turned.metadata()).toMatchObject({ width: 320, height: 480 });
    expect(await turned.metadata()).not.toHaveProperty("orientation");
    expect(await colourAt(turned, 160, 40)).toEqual([
      expect.closeTo(0xcc, -2),
      expect.closeTo(0x22, -2),
      expect.closeTo(0x22, -2),
    ]);

    const logo = sharp(output("mixed/formats/logo.webp"));
    expect((await colourAt(logo, 20, 120)).at(3)).toBe(0);
    expect((await colourAt(logo, 460, 120)).at(3)).toBe(255);

    const moving = await sharp(output("mixed/formats/moving.webp"), { animated: true }).metadata();
    expect(moving).toMatchObject({ pages: 4, delay: [120, 120, 120, 120] });
    expect(await sharp(output("mixed/tiny.webp")).metadata()).toMatchObject({ width: 16, height: 12 });
  });

  it("gives two files that would get one name a name each", () => {
    const names = [deliveredAs("mixed/same/name.jpg"), deliveredAs("mixed/same/name.png")];
    expect(names).toContain("mixed/same/name.webp");
    expect([names[0] === "mixed/same/name-jpg.webp", names[1] === "mixed/same/name-png.webp"]).toContain(true);
  });

  it.each([...badFiles])("says in plain words what is wrong with %s", async (path, code) => {
    await expect.poll(() => row(visitor.page, path).innerText()).toContain(errorTable[code].message.replace("{kind}", "a text"));
    expect(await row(visitor.page, path).getByTestId("download-file").count()).toBe(0);
  });

  it("shows only the failed files on request", async () => {
    await filterButton(visitor.page, "failed").click();
    await expect.poll(() => rows(visitor.page).count()).toBe(badFiles.size);
    await filterButton(visitor.page, "all").click();
    await expect.poll(() => rows(visitor.page).count()).toBe(sources.size);
  });

  it("shows files by what is searched for in their paths, and by their size", async () => {
    const { page } = visitor;
    const shown = () => rows(page).evaluateAll((all) => all.map((each) => each.getAttribute("data-path")));
    const search = page.getByRole("searchbox", { name: t("job.searchLabel") });
    await search.fill("SAME/");
    await expect.poll(shown).toEqual(["mixed/same/name.jpg", "mixed/same/name.png"]);
    await search.fill("");
    await page.getByTestId("sort").selectOption("largest");
    const bytes = (path: string) => sources.get(path)?.length ?? 0;
    await expect.poll(shown).toEqual([...sources.keys()].toSorted((a, b) => bytes(b) - bytes(a)));
    await page.getByTestId("sort").selectOption("smallest");
    await expect.poll(shown).toEqual([...sources.keys()].toSorted((a, b) => bytes(a) - bytes(b)));
    await page.getByTestId("sort").selectOption("path");
  });

  it("gives one file by its own link", async () => {
    const path = deliveredAs("mixed/same/name.png");
    const { file, name } = await download(visitor.page, () =>
      visitor.page.getByRole("link", { name: t("job.downloadFile", { path }), exact: true }).click(),
    );
    expect(name).toBe(path.split("/").at(-1));
    expect(await sharp(file).metadata()).toMatchObject({ format: "webp", width: 480, height: 343 });
  });

  it("gives the selected files as one ZIP", async () => {
    const selected = ["mixed/beach.jpg", "mixed/fotos für alle/ñandú & co (1).jpg", "mixed/broken/text.jpg"];
    for (const path of selected) await visitor.page.getByLabel(t("job.selectFile", { path }), { exact: true }).check();
    const { file } = await download(visitor.page, () => visitor.page.getByTestId("download-selected").click());
    const outputs = await unzip(file);
    expect([...outputs.keys()].toSorted()).toEqual(["mixed/beach.webp", "mixed/fotos für alle/ñandú & co (1).webp"]);
  });

  it("stays as it is for the visitor who comes back, and does not exist for others", async () => {
    const again = await visitor.context.newPage();
    await again.goto(visitor.page.url());
    await job(again, "finished").waitFor();
    const other = await newVisitor(browser);
    await other.page.goto(visitor.page.url());
    await other.page.getByRole("heading", { name: t("job.notFoundTitle") }).waitFor();
    await other.context.close();
  });

  it("leaves nothing in the browser's console", () => {
    expect(visitor.problems).toEqual([]);
  });
});

/** The parts of one pixel, 0–255. */
async function colourAt(image: Sharp, left: number, top: number): Promise<number[]> {
  return [...(await image.clone().extract({ left, top, width: 1, height: 1 }).raw().toBuffer())];
}
