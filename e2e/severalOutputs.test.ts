import { readFile } from "node:fs/promises";
import type { Browser } from "playwright-core";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { csvRecords } from "../apps/worker/src/result/testing/csv.ts";
import type { TaskView } from "../packages/core/src/index.ts";
import { launchBrowser, newVisitor, openPage, type Visitor } from "./support/browser.ts";
import { dropOnPage } from "./support/drop.ts";
import { download, downloadAll, row, tasksOf, untilFinished } from "./support/jobPage.ts";
import { pageFaults } from "./support/pageFaults.ts";
import { drawPicture } from "./support/pictures.ts";
import { type Stack, startStack } from "./support/stack.ts";
import { chooseOutputs, startJob, untilChosen } from "./support/startPage.ts";
import { type Folder, writeTree } from "./support/tree.ts";
import { formats, t } from "./support/words.ts";
import { unzip } from "./support/zip.ts";

const expected = {
  "photo-320.webp": { format: "webp", width: 320, height: 240 },
  "photo-640.webp": { format: "webp", width: 640, height: 480 },
  "photo-320.avif": { format: "heif", width: 320, height: 240 },
  "photo-640.avif": { format: "heif", width: 640, height: 480 },
} as const;

describe("one photo in two formats and two sizes", () => {
  let stack: Stack;
  let browser: Browser;
  let visitor: Visitor;
  let folder: Folder;
  let source: Buffer;
  let task: TaskView | undefined;

  beforeAll(async () => {
    source = await drawPicture("beach", 1600, 1200).jpeg({ quality: 95 }).toBuffer();
    const tree = new Map([["photo.jpg", source]]);
    [stack, browser, folder] = await Promise.all([startStack(), launchBrowser(), writeTree(tree)]);
    visitor = await newVisitor(browser);
    const { page } = visitor;
    await openPage(page, stack.link);
    await dropOnPage(page, [`${folder.parent}/photo.jpg`]);
    await untilChosen(page, 1);
    await chooseOutputs(
      page,
      ["webp", "avif"],
      [
        { mode: "width", pixels: 320 },
        { mode: "width", pixels: 640 },
      ],
    );
    await page
      .getByTestId("outputs-each")
      .and(page.getByText(t("settings.outputsEach", { count: 4 })))
      .waitFor();
    const jobId = await startJob(page);
    await untilFinished(page);
    [task] = await tasksOf(page, jobId);
  });

  afterAll(async () => {
    await browser?.close();
    await folder?.remove();
    await stack?.stop();
  });

  it("comes back as four files in one ZIP, each with its name, format and size, and with the HTML that shows them", async () => {
    const { file } = await downloadAll(visitor.page);
    const outputs = await unzip(file);
    expect([...outputs.keys()].toSorted()).toEqual(["pictures.html", ...Object.keys(expected)].toSorted());
    expect(String(outputs.get("pictures.html"))).toContain('srcset="photo-320.avif 320w, photo-640.avif 640w"');
    for (const [name, facts] of Object.entries(expected))
      expect(await sharp(outputs.get(name)).metadata(), name).toMatchObject(facts);
  });

  it("is one line that adds the four up, and says so of the whole job", async () => {
    const sizes = (task?.outputs ?? []).map(({ result }) => (result.status === "optimized" ? result.output.bytes : 0));
    const together = sizes.reduce((sum, bytes) => sum + bytes, 0);
    const line = row(visitor.page, "photo.jpg");
    await expect
      .poll(() => line.innerText())
      .toContain(t("job.bytes", { before: formats.bytes(source.length), after: formats.bytes(together) }));
    expect(await line.innerText()).toContain(t("job.allMade", { made: 4 }));
    const bytes = visitor.page.getByTestId("bytes");
    expect(await bytes.innerText()).toBe(
      t("job.bytesOfOutputs", { before: formats.bytes(source.length), after: formats.bytes(together), outputs: 4 }),
    );
  });

  it("shows each of them on request, with a download of its own", async () => {
    const line = row(visitor.page, "photo.jpg");
    await line.getByTestId("show-outputs").click();
    await expect.poll(() => line.getByTestId("output-row").count()).toBe(4);
    const link = visitor.page.getByRole("link", { name: t("job.downloadFile", { path: "photo-640.avif" }), exact: true });
    const { file, name } = await download(visitor.page, () => link.click());
    expect(name).toBe("photo-640.avif");
    expect(await sharp(file).metadata()).toMatchObject(expected["photo-640.avif"]);
    const details = line.getByTestId("output-row").filter({ hasText: "photo-640.avif" });
    await details.getByTestId("show-facts").click();
    const facts = await details.getByTestId("result-facts").innerText();
    for (const fact of ["JPEG 1600 × 1200", "AVIF 640 × 480"]) expect(facts).toContain(fact);
    expect(facts).toContain(t("job.facts.time"));
    await line.getByTestId("picture").locator("summary").click();
    expect(await line.getByTestId("picture-code").innerText()).toMatch(/^<picture>\n {2}<source type="image\/avif"/);
    await line.getByRole("button", { name: t("job.copy") }).click();
    await line.getByText(t("job.copied")).waitFor();
    expect(await pageFaults(visitor.page)).toEqual([]);
    await line.getByTestId("show-outputs").click();
    await expect.poll(() => line.getByTestId("output-row").count()).toBe(0);
  });

  it("is listed with every fact, a row for each of them", async () => {
    const { file, name } = await download(visitor.page, () => visitor.page.getByTestId("manifest").click());
    expect(name).toMatch(/^pixelmill-[0-9a-f]{8}-manifest\.csv$/);
    expect(csvRecords(await readFile(file, "utf8"))).toMatchObject(
      (task?.outputs ?? []).map(({ path, result }) => ({
        path,
        "source path": "photo.jpg",
        "source format": "jpeg",
        "source width": "1600",
        "source bytes": String(source.length),
        width: result.status === "optimized" ? String(result.output.width) : "",
        "encode ms": String(Math.round(task?.encodeMs ?? 0)),
      })),
    );
  });

  it("leaves nothing in the browser's console", () => {
    expect(visitor.problems).toEqual([]);
  });
});
