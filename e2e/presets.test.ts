import { readFile } from "node:fs/promises";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { jobMessages } from "../apps/web/features/job/messages.ts";
import { settingsMessages } from "../apps/web/features/settings/messages.ts";
import { presets, resultFactsSchema, type TaskView } from "../packages/core/src/index.ts";
import { launchBrowser, newVisitor, openPage, type Visitor } from "./support/browser.ts";
import { download, row, tasksOf, untilFinished } from "./support/jobPage.ts";
import { drawPicture } from "./support/pictures.ts";
import { type Stack, startStack } from "./support/stack.ts";
import { chooseFiles, jobIdOf, startButton, startJob } from "./support/startPage.ts";
import { type Folder, writeTree } from "./support/tree.ts";
import { unzip } from "./support/zip.ts";

const presetField = (page: Page) => page.getByTestId("preset");

describe("presets on the page", () => {
  let stack: Stack;
  let browser: Browser;
  let visitor: Visitor;
  let folder: Folder;
  let task: TaskView | undefined;

  beforeAll(async () => {
    const photo = await drawPicture("beach", 1000, 750).jpeg({ quality: 95 }).toBuffer();
    [stack, browser, folder] = await Promise.all([startStack(), launchBrowser(), writeTree(new Map([["my photo.jpg", photo]]))]);
    visitor = await newVisitor(browser);
    await openPage(visitor.page, stack.link);
  });

  afterAll(async () => {
    await browser?.close();
    await folder?.remove();
    await stack?.stop();
  });

  it("are named after what the form says, and Custom where that is none of them", async () => {
    const { page } = visitor;
    const preset = () => presetField(page).inputValue();
    expect(await preset()).toBe("balanced");
    await presetField(page).selectOption("smallest");
    await page.getByRole("radio", { name: settingsMessages.formatLabels.webp, exact: true }).check();
    expect(await preset()).toBe("smallest");
    await page.getByTestId("more-settings").locator("summary").click();
    await page.getByLabel(settingsMessages.quality, { exact: true }).selectOption("number");
    expect(await preset()).toBe("custom");
    await page.getByText(settingsMessages.customHelp).waitFor();
    await presetField(page).selectOption("web");
    await page.getByText(settingsMessages.outputsEach(9)).waitFor();
    await page.getByText(presets.web.help).waitFor();
  });

  it("make the files of a Web set, with their facts and their HTML", async () => {
    const { page } = visitor;
    await chooseFiles(page, [`${folder.parent}/my photo.jpg`]);
    await startButton(page).and(page.locator(":enabled")).waitFor();
    const jobId = await startJob(page);
    await untilFinished(page);
    [task] = await tasksOf(page, jobId);
    expect(task?.outputs.map(({ path }) => path)).toEqual(
      ["jpg", "webp", "avif"].flatMap((end) => [640, 1280, 1920].map((width) => `my photo-${width}.${end}`)),
    );
    const line = row(page, "my photo.jpg");
    await line.getByTestId("show-outputs").click();
    await line.getByTestId("picture").locator("summary").click();
    // The source is narrower than two of the three widths.
    expect(await line.getByTestId("picture-code").innerText()).toContain(
      'srcset="my%20photo-640.avif 640w, my%20photo-1280.avif 1000w" sizes="(min-width: 1000px) 1000px, 100vw"',
    );
    const small = line.getByTestId("output-row").filter({ hasText: "my photo-640.avif" });
    await small.getByTestId("show-facts").click();
    const facts = await small.getByTestId("result-facts").innerText();
    for (const fact of [jobMessages.dimensions(640, 480, "AVIF"), jobMessages.facts.encoder, jobMessages.qualityValue(60)])
      expect(facts).toContain(fact);
  });

  it("say in the list what they did", async () => {
    const { page } = visitor;
    const answer = await page.request.get(new URL(`/api/v1/jobs/${jobIdOf(page)}/manifest.json`, page.url()).href);
    const records = resultFactsSchema.array().parse(await answer.json());
    expect(records).toMatchObject(
      (task?.outputs ?? []).map(({ path }) => ({ path, sourcePath: "my photo.jpg", sourceWidth: 1000, encodes: 1 })),
    );
    const { file } = await download(page, () => page.getByTestId("download-all").click());
    const files = await unzip(file);
    expect(String(files.get("pictures.html"))).toContain('<img src="my%20photo-1280.jpg"');
    const { file: list } = await download(page, () => page.getByTestId("manifest").click());
    expect((await readFile(list, "utf8")).split("\r\n")).toHaveLength(records.length + 2);
    expect(visitor.problems).toEqual([]);
  });
});

it("what needs codecs that the server lacks can't be chosen, and says why", async () => {
  const [stack, browser] = await Promise.all([startStack({ PIXELMILL_NATIVE: "portable" }), launchBrowser()]);
  try {
    const { page } = await newVisitor(browser);
    await openPage(page, stack.link);
    await page.getByText("needs Pixelmill's own codecs").first().waitFor();
    await page.getByTestId("more-settings").locator("summary").click();
    const disabled = (field: string) => page.getByTestId(field).locator("option:disabled").allInnerTexts();
    expect(await disabled("preset")).toEqual([presets.lossless.label]);
    const { target, lossless } = settingsMessages.qualityModes;
    expect(await disabled("quality")).toEqual([target, lossless]);
    await page.getByRole("radio", { name: settingsMessages.formatLabels.webp, exact: true }).check();
    expect(await disabled("preset")).toEqual([]);
  } finally {
    await browser.close();
    await stack.stop();
  }
});
