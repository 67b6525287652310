import type { Browser, Page, Request } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchBrowser, newVisitor, openPage, type Visitor } from "./support/browser.ts";
import { type Cable, layCable } from "./support/cable.ts";
import { checkOutputs } from "./support/checkOutputs.ts";
import { downloadAll, row, tasksOf, untilFinished } from "./support/jobPage.ts";
import { type SlowNetwork, slowNetwork } from "./support/network.ts";
import { drawNoise } from "./support/pictures.ts";
import { type Stack, startStack } from "./support/stack.ts";
import { chooseFiles, chooseSettings, jobIdOf, startJob } from "./support/startPage.ts";
import { type Folder, type Tree, writeTree } from "./support/tree.ts";
import { unzip } from "./support/zip.ts";

const settings = { format: "webp", resize: { mode: "width", pixels: 300 } } as const;

/** Slow enough to be in the middle of a file for a while, in bytes a second. */
const slow = 1_000_000;

describe("a file of 12 MB, uploaded in resumable parts", () => {
  let stack: Stack;
  let browser: Browser;
  let folder: Folder;
  let sources: Tree;
  let cable: Cable;
  let visitor: Visitor;
  let network: SlowNetwork;
  let requests: Request[];

  beforeAll(async () => {
    sources = new Map([["noise.png", await drawNoise(2000, 2000).png({ compressionLevel: 1 }).toBuffer()]]);
    [stack, browser, folder] = await Promise.all([startStack(), launchBrowser(), writeTree(sources)]);
    cable = await layCable(stack.url);
  });

  afterAll(async () => {
    await browser?.close();
    cable?.close();
    await folder?.remove();
    await stack?.stop();
  });

  /** Starts a job and waits until a part of the file has arrived. */
  async function beginSlowly(): Promise<Page> {
    visitor = await newVisitor(browser);
    const { page } = visitor;
    requests = [];
    page.on("request", (request) => requests.push(request));
    page.on("dialog", (dialog) => dialog.accept());
    await openPage(page, cable.url);
    network = await slowNetwork(page);
    await network.limitUploads(slow);
    await chooseFiles(page, [`${folder.parent}/noise.png`]);
    await chooseSettings(page, settings);
    await startJob(page);
    await row(page, "noise.png")
      .getByText(/[3-6]\d %/)
      .waitFor();
    return page;
  }

  async function expectWholeFile(page: Page): Promise<void> {
    await untilFinished(page);
    const tasks = await tasksOf(page, jobIdOf(page));
    const outputs = await unzip((await downloadAll(page)).file);
    await checkOutputs(tasks, { sources, outputs, settings });
    expect(visitor.problems).toEqual([]);
    await visitor.context.close();
  }

  /** Where the parts began that the browser sent, in bytes from the file's beginning. */
  const offsets = () =>
    requests.filter((request) => request.method() === "PATCH").map((request) => Number(request.headers()["upload-offset"]));

  it("goes on where it was after the network was cut", async () => {
    const page = await beginSlowly();
    cable.cut();
    await page.getByTestId("upload-trouble").waitFor();
    await network.release();
    cable.mend();
    await expectWholeFile(page);
    expect(offsets().at(-1)).toBeGreaterThan(1_000_000);
    expect(requests.filter((request) => request.method() === "PUT")).toEqual([]);
  });

  it("goes on where it was after the page was loaded again", async () => {
    const page = await beginSlowly();
    await page.reload();
    await network.release();
    // Nobody has to choose it again.
    await expectWholeFile(page);
    expect(offsets().at(-1)).toBeGreaterThan(1_000_000);
  });
});
