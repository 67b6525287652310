/// <reference lib="dom" />

import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchBrowser, newVisitor, openPage, type Visitor } from "./support/browser.ts";
import { download, job, jobOf, untilFinished } from "./support/jobPage.ts";
import { busyPhotos } from "./support/numberedImages.ts";
import { pageFaults, schemes } from "./support/pageFaults.ts";
import { screens, takePage } from "./support/screens.ts";
import { type Stack, startStack } from "./support/stack.ts";
import { chooseFolder, chooseSettings, jobIdOf, startButton, startJob } from "./support/startPage.ts";
import { type Folder, writeTree } from "./support/tree.ts";
import { formats, t } from "./support/words.ts";
import { unzip } from "./support/zip.ts";

/** Enough for the encoders to be seen at work. */
const files = 8;

let stack: Stack;
let browser: Browser;
let folder: Folder;

beforeAll(async () => {
  [stack, browser, folder] = await Promise.all([startStack(), launchBrowser(), busyPhotos(files, "work").then(writeTree)]);
});

afterAll(async () => {
  await browser?.close();
  await folder?.remove();
  await stack?.stop();
});

const card = (page: Page) => page.getByTestId("job-card").first();

describe.each(screens)("a job on a $name", ({ name, options }) => {
  let visitor: Visitor;
  let page: Page;

  beforeAll(async () => {
    visitor = await newVisitor(browser, options);
    page = visitor.page;
    await openPage(page, stack.link);
    await chooseFolder(page, `${folder.parent}/work`);
    await chooseSettings(page, { format: "avif", resize: null });
    await startButton(page).and(page.locator(":enabled")).waitFor();
    await startJob(page);
  });

  afterAll(() => visitor?.context.close());

  async function checkInBothSchemes(what: string): Promise<void> {
    for (const colorScheme of schemes) {
      await page.emulateMedia({ colorScheme });
      expect(await pageFaults(page), `${what}, ${colorScheme}`).toEqual([]);
      await takePage(page, `${what}-${name}-${colorScheme}`);
    }
  }

  it("shows while it is at work what each encoder does, the memory and the disk", async () => {
    await page.getByTestId("lane").first().waitFor();
    expect(await page.getByTestId("lane").first().innerText()).toMatch(/\.jpg/);
    await page.getByTestId("memory-gauge").waitFor();
    const { max, now, text } = await page.getByTestId("memory-gauge").evaluate((gauge) => ({
      max: Number(gauge.getAttribute("aria-valuemax")),
      now: Number(gauge.getAttribute("aria-valuenow")),
      text: gauge.getAttribute("aria-valuetext"),
    }));
    expect(now).toBeGreaterThan(0);
    expect(now).toBeLessThanOrEqual(max);
    expect(text).toContain(formats.bytes(max));
    expect(await page.getByTestId("disk-left").innerText()).toMatch(/^\d.* [MGT]B /);
    expect(await page.getByTestId("time-left").innerText()).toMatch(
      new RegExp(`^(${t("job.estimating")}|${t("work.soon")}|\\d.*–.*)$`),
    );
    expect(await pageFaults(page)).toEqual([]);
    await takePage(page, `work-${name}`);
    await untilFinished(page);
    expect(await page.getByTestId("work").count()).toBe(0);
  });

  it("is listed with what it saved and until when it stays, and is downloaded again from there", async () => {
    const jobId = jobIdOf(page);
    const { totals } = await jobOf(page, jobId);
    await page.goto(new URL("/jobs", stack.link).href);
    await card(page).waitFor();
    const change = formats.change(totals.deliveredSourceBytes, totals.outputBytes);
    expect(await card(page).getByTestId("job-saving").innerText()).toBe(change);
    expect(await page.getByTestId("history-saved").innerText()).toContain(
      formats.bytes(totals.deliveredSourceBytes - totals.outputBytes),
    );
    await card(page).getByTestId("expiry").waitFor();
    expect(await pageFaults(page)).toEqual([]);
    await takePage(page, `jobs-${name}`);
    const { file } = await download(page, () =>
      card(page)
        .getByRole("link", { name: t("job.downloadAll") })
        .click(),
    );
    expect((await unzip(file)).size).toBe(files);
  });

  it("is run again from the list with other settings", async () => {
    await card(page).getByTestId("run-again").click();
    await page.getByTestId("settings-panel").waitFor();
    await page.getByRole("radio", { name: "WebP", exact: true }).check();
    await page.getByTestId("apply-all").click();
    await job(page, "sealed").waitFor();
    await untilFinished(page);
    expect((await jobOf(page, jobIdOf(page))).settings.outputs[0]?.format).toBe("webp");
  });

  it("is deleted from the list, which then says that there is none", async () => {
    await page.goto(new URL("/jobs", stack.link).href);
    await card(page)
      .getByRole("button", { name: t("job.deleteJob") })
      .click();
    await page.getByTestId("confirm-delete").waitFor();
    await checkInBothSchemes("delete-job");
    await page.getByTestId("confirm-delete").click();
    await page.getByText(t("job.jobsEmpty")).waitFor();
    expect(visitor.problems).toEqual([]);
  });

  it("has no page at an address where there is nothing, and is told so with a way back", async () => {
    await page.goto(new URL("/nowhere", stack.link).href);
    await page.getByRole("heading", { level: 1, name: t("app.notFound") }).waitFor();
    await checkInBothSchemes("not-found");
    await page.getByRole("link", { name: t("app.home") }).click();
    await startButton(page).waitFor();
  });
});
