import type { Locator, Page } from "playwright-core";
import { settingsMessages } from "../../apps/web/features/settings/messages.ts";
import type { Id, Settings } from "../../packages/core/src/index.ts";

export const startButton = (page: Page): Locator => page.getByTestId("start");

/** Chooses a folder in the folder dialog's place; takes its absolute path. */
export const chooseFolder = (page: Page, folder: string): Promise<void> => page.getByTestId("folder-input").setInputFiles(folder);

/** Chooses files in the file dialog's place; takes absolute paths. */
export const chooseFiles = (page: Page, files: string[]): Promise<void> => page.getByTestId("file-input").setInputFiles(files);

/** Sets the form as someone would who sees it. */
export async function chooseSettings(page: Page, { format, resize }: Pick<Settings, "format" | "resize">): Promise<void> {
  await page.getByRole("radio", { name: settingsMessages.formatLabels[format], exact: true }).check();
  await page.getByLabel(settingsMessages.resize, { exact: true }).selectOption(resize?.mode ?? "none");
  if (resize !== null) await page.getByLabel(settingsMessages.pixels).fill(String(resize.pixels));
}

/** Starts the job; resolves with its id once its page is there. */
export async function startJob(page: Page): Promise<Id> {
  await startButton(page).click();
  await page.waitForURL(/\/jobs\/[0-9a-f]{32}$/);
  return jobIdOf(page);
}

/** The id of the job that a page shows. */
export const jobIdOf = (page: Page): Id => new URL(page.url()).pathname.split("/").at(-1) as Id;
