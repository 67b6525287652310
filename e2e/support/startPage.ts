import type { Locator, Page } from "playwright-core";
import { formatLabel } from "../../apps/web/features/settings/formatLabel.ts";
import { type Id, type OutputSettings, type SideResize, targetFormats } from "../../packages/core/src/index.ts";
import { t } from "./words.ts";

export const startButton = (page: Page): Locator => page.getByTestId("start");

/** Chooses a folder in the folder dialog's place; takes its absolute path. */
export const chooseFolder = (page: Page, folder: string): Promise<void> => page.getByTestId("folder-input").setInputFiles(folder);

/** Chooses files in the file dialog's place; takes absolute paths. */
export const chooseFiles = (page: Page, files: string[]): Promise<void> => page.getByTestId("file-input").setInputFiles(files);

/** Waits until the page shows so many files as chosen and could start. */
export async function untilChosen(page: Page, files: number): Promise<void> {
  const count = new RegExp(`^${files.toLocaleString("en")} files?,`);
  await page.getByTestId("draft-summary").and(page.getByText(count)).waitFor();
  await startButton(page).and(page.locator(":enabled")).waitFor();
}

/** Waits until all files of a draft have been looked into by the service. */
export const untilChecked = (page: Page, files: number): Promise<void> =>
  page.locator(`[data-testid=arrival][data-checked="${files}"]`).waitFor({ timeout: 0 });

/** Waits until the page says what the settings would come to; gives its words. */
export async function untilEstimated(page: Page): Promise<string> {
  const estimate = page.locator("[data-testid=estimate][data-state=known]");
  await estimate.waitFor({ timeout: 0 });
  return estimate.innerText();
}

/** An output as the tests wish for it: a format, and the length of a side. */
export interface OutputWish extends Pick<OutputSettings, "format"> {
  readonly resize: Pick<SideResize, "mode" | "pixels"> | null;
}

/** Sets the form for one output as someone would who sees it. */
export async function chooseSettings(page: Page, { format, resize }: OutputWish): Promise<void> {
  await page.getByRole("radio", { name: formatLabel(format, t), exact: true }).check();
  await page.getByLabel(t("settings.resize"), { exact: true }).selectOption(resize?.mode ?? "none");
  if (resize !== null) await fillPixels(page, 0, resize.pixels);
}

/** Ticks these formats and no others, and asks for these sizes. */
export async function chooseOutputs(
  page: Page,
  formats: readonly OutputWish["format"][],
  sizes: readonly NonNullable<OutputWish["resize"]>[],
): Promise<void> {
  await page.getByRole("button", { name: t("settings.severalFormats") }).click();
  const box = (format: OutputWish["format"]) => page.getByRole("checkbox", { name: formatLabel(format, t), exact: true });
  for (const format of formats) await box(format).check();
  // After the others, since the last one stays ticked.
  for (const format of targetFormats) if (!formats.includes(format)) await box(format).uncheck();
  for (const [at, { mode, pixels }] of sizes.entries()) {
    if (at > 0) await page.getByRole("button", { name: t("settings.addSize") }).click();
    const label = at === 0 ? t("settings.resize") : t("settings.resizeNumber", { number: at + 1 });
    await page.getByLabel(label, { exact: true }).selectOption(mode);
    await fillPixels(page, at, pixels);
  }
}

const fillPixels = (page: Page, at: number, pixels: number): Promise<void> =>
  page.getByTestId("size").nth(at).getByRole("textbox").fill(String(pixels));

/** Starts the job; resolves with its id once its page is there. */
export async function startJob(page: Page): Promise<Id> {
  await startButton(page).click();
  await page.waitForURL(/\/jobs\/[0-9a-f]{32}$/);
  return jobIdOf(page);
}

/** The id of the job that a page shows. */
export const jobIdOf = (page: Page): Id => new URL(page.url()).pathname.split("/").at(-1) as Id;
