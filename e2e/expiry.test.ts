import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchBrowser, newVisitor, openPage, type Visitor } from "./support/browser.ts";
import { untilFinished } from "./support/jobPage.ts";
import { busyPhotos } from "./support/numberedImages.ts";
import { pageFaults } from "./support/pageFaults.ts";
import { startStack } from "./support/stack.ts";
import { chooseFolder, startJob } from "./support/startPage.ts";
import { type Folder, writeTree } from "./support/tree.ts";
import { t } from "./support/words.ts";

describe("an ended job", () => {
  let dataDir: string;
  let folder: Folder;
  let browser: Awaited<ReturnType<typeof launchBrowser>>;
  let visitor: Visitor;

  beforeAll(async () => {
    dataDir = await mkdtemp(path.join(tmpdir(), "pixelmill-e2e-kept-"));
    [browser, folder] = await Promise.all([launchBrowser(), writeTree(await busyPhotos(2, "few"))]);
    visitor = await newVisitor(browser);
  });

  afterAll(async () => {
    await browser?.close();
    await folder?.remove();
    await rm(dataDir, { recursive: true, force: true });
  });

  /** As if it had ended so long ago. */
  function age(ms: number): void {
    const database = new DatabaseSync(path.join(dataDir, "jobs.db"));
    database.prepare("UPDATE jobs SET finishedAt = finishedAt - ?").run(ms);
    database.close();
  }

  it("says how long it is still there, on its page and in the list, and later that it has expired", async () => {
    const { page } = visitor;
    const first = await startStack({ DATA_DIR: dataDir });
    await openPage(page, first.link);
    await chooseFolder(page, `${folder.parent}/few`);
    const jobId = await startJob(page);
    await untilFinished(page);
    const shown = page.getByTestId("expiry");
    expect(await shown.innerText()).toMatch(/^Deleted in 7 days \(\d+ \w+ \d{4}, \d\d:\d\d\)$/);
    await page.goto(new URL("/jobs", first.link).href);
    expect(await shown.innerText()).toBe("Deleted in 7 days");
    await first.stop();

    age(8 * 24 * 3600 * 1000);
    const second = await startStack({ DATA_DIR: dataDir });
    await page.goto(new URL(`/jobs/${jobId}`, second.link).href);
    await page.getByRole("heading", { name: t("job.expiredTitle") }).waitFor();
    expect(await page.getByTestId("job-problem").innerText()).toContain("keeps finished jobs for a while");
    expect(await pageFaults(page), "expired").toEqual([]);
    await page.goto(new URL("/jobs", second.link).href);
    await page.getByText(t("job.jobsEmpty")).waitFor();
    expect(await pageFaults(page), "no jobs").toEqual([]);
    await second.stop();
  });

  it("leaves nothing in the browser's console", () => expect(visitor.problems).toEqual([]));
});
