/// <reference lib="dom" />

import { readFile } from "node:fs/promises";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { presets, resultFactsSchema, type TaskView } from "../packages/core/src/index.ts";
import { launchBrowser, newVisitor, openPage, type Visitor } from "./support/browser.ts";
import { download, row, tasksOf, untilFinished } from "./support/jobPage.ts";
import { pageFaults } from "./support/pageFaults.ts";
import { drawPicture } from "./support/pictures.ts";
import { type Stack, startStack } from "./support/stack.ts";
import { chooseFiles, jobIdOf, startButton, startJob } from "./support/startPage.ts";
import { type Folder, writeTree } from "./support/tree.ts";
import { t } from "./support/words.ts";
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
    await page.getByRole("radio", { name: "WebP", exact: true }).check();
    expect(await preset()).toBe("smallest");
    await page.getByTestId("more-settings").locator("summary").click();
    await page.getByLabel(t("settings.quality"), { exact: true }).selectOption("number");
    expect(await preset()).toBe("custom");
    await page.getByText(t("settings.customHelp")).waitFor();
    await presetField(page).selectOption("web");
    await page.getByText(t("settings.outputsEach", { count: 9 })).waitFor();
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
    for (const fact of ["AVIF 640 × 480", t("job.facts.encoder"), t("job.qualityValue", { quality: 60 })])
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

describe("settings that a user saves", () => {
  let stack: Stack;
  let browser: Browser;
  let visitor: Visitor;

  beforeAll(async () => {
    [stack, browser] = await Promise.all([startStack(), launchBrowser()]);
    visitor = await newVisitor(browser, { permissions: ["clipboard-read", "clipboard-write"] });
    await openPage(visitor.page, stack.link);
  });

  afterAll(async () => {
    await browser?.close();
    await stack?.stop();
  });

  const chosen = (page: Page) => presetField(page).locator("option:checked").innerText();
  const format = (page: Page, name: string) => page.getByRole("radio", { name, exact: true });

  it("are a preset by their name, also after a reload, until they are deleted", async () => {
    const { page } = visitor;
    await format(page, "WebP").check();
    await page.getByLabel(t("settings.resize"), { exact: true }).selectOption("longest");
    await page.getByRole("button", { name: t("presets.save") }).click();
    await page.getByTestId("preset-name").fill("Shop photos");
    await page.keyboard.press("Enter");
    await page.getByText(t("presets.wasSaved", { name: "Shop photos" })).waitFor();
    expect(await chosen(page)).toBe("Shop photos");
    expect(await pageFaults(page)).toEqual([]);
    await page.reload();
    await presetField(page).selectOption("fast");
    await format(page, "AVIF").check();
    await presetField(page).selectOption({ label: "Shop photos" });
    expect(await format(page, "WebP").isChecked()).toBe(true);
    expect(await page.getByLabel(t("settings.resize"), { exact: true }).inputValue()).toBe("longest");
  });

  it("come with a link to whoever opens it on the server", async () => {
    const { page } = visitor;
    await page.getByRole("button", { name: t("presets.copyLink") }).click();
    await page.getByText(t("presets.linkCopied")).waitFor();
    const link = await page.evaluate(() => navigator.clipboard.readText());
    const phone = await newVisitor(browser, { viewport: { width: 390, height: 844 }, isMobile: true });
    await openPage(phone.page, stack.link);
    await phone.page.goto(link);
    await phone.page.getByText(t("presets.fromLink")).waitFor();
    expect(await format(phone.page, "WebP").isChecked()).toBe(true);
    expect(await phone.page.getByLabel(t("settings.resize"), { exact: true }).inputValue()).toBe("longest");
    expect(await pageFaults(phone.page)).toEqual([]);
    // The settings stay, the address is as before.
    expect(new URL(phone.page.url()).hash).toBe("");
    await phone.page.reload();
    await format(phone.page, "WebP").and(phone.page.locator(":checked")).waitFor();
    await phone.page.goto(link.slice(0, -9));
    await phone.page.getByText(t("presets.badLink")).waitFor();
    expect([...phone.problems, ...visitor.problems]).toEqual([]);
  });

  it("are forgotten on request, and stay in the form", async () => {
    const { page } = visitor;
    await page.getByRole("button", { name: t("presets.remove", { name: "Shop photos" }) }).click();
    await page.getByText(t("presets.wasRemoved", { name: "Shop photos" })).waitFor();
    expect(await chosen(page)).not.toBe("Shop photos");
    expect(await format(page, "WebP").isChecked()).toBe(true);
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
    const [target, lossless] = [t("settings.qualityModes.target"), t("settings.qualityModes.lossless")];
    expect(await disabled("quality")).toEqual([target, lossless]);
    await page.getByRole("radio", { name: "WebP", exact: true }).check();
    expect(await disabled("preset")).toEqual([]);
  } finally {
    await browser.close();
    await stack.stop();
  }
});
