import type { Locator, Page } from "playwright-core";
import type { Filter, Phase } from "../../apps/web/features/job/rows.ts";
import type { Id, JobReport, JobView, TaskView } from "../../packages/core/src/index.ts";

/** The part of the page that shows a job, with its state. */
export const job = (page: Page, state?: JobView["state"]): Locator =>
  page.locator(`[data-testid=job]${state === undefined ? "" : `[data-job-state=${state}]`}`);

/** The lines of the list that are there now: of a long list only those in view. */
export const rows = (page: Page, phase?: Phase): Locator =>
  page.locator(`[data-testid=file-row]${phase === undefined ? "" : `[data-phase=${phase}]`}`);

/** The line of one file, by the path it came with. */
export const row = (page: Page, path: string): Locator =>
  page.locator(`[data-testid=file-row][data-path=${JSON.stringify(path)}]`);

export const filterButton = (page: Page, filter: Filter): Locator => page.getByTestId(`filter-${filter}`);

/** Waits, as long as the test may take, for the page to show that the job is finished. */
export const untilFinished = (page: Page): Promise<void> => job(page, "finished").waitFor({ timeout: 0 });

/** How many files the page says are done. */
export async function filesDone(page: Page): Promise<number> {
  const text = await page.getByTestId("files-done").innerText();
  return Number(text.split("/")[0]?.replace(/\D/g, ""));
}

/** Waits until the page says that so many files are done. */
export async function untilDone(page: Page, files: number): Promise<void> {
  while ((await filesDone(page)) < files) await page.waitForTimeout(20);
}

/** Downloads what a click brings and gives the path of the file, which goes with the browser. */
export async function download(
  page: Page,
  click: () => Promise<void>,
): Promise<{ readonly file: string; readonly name: string }> {
  const [started] = await Promise.all([page.waitForEvent("download", { timeout: 0 }), click()]);
  return { file: await started.path(), name: started.suggestedFilename() };
}

/** Downloads all results by the page's own link. */
export const downloadAll = (page: Page) => download(page, () => page.getByTestId("download-all").click());

/** The tasks of a job, as the service tells them to the visitor whose page this is. */
export async function tasksOf(page: Page, jobId: Id): Promise<TaskView[]> {
  const tasks: TaskView[] = [];
  const limit = 1000;
  for (;;) {
    const part = await ask<TaskView[]>(page, "jobs.tasks", { jobId, offset: tasks.length, limit });
    tasks.push(...part);
    if (part.length < limit) return tasks;
  }
}

/** A job, as the service tells it to the visitor whose page this is. */
export const jobOf = (page: Page, jobId: Id): Promise<JobView> => ask(page, "jobs.get", { jobId });

/** A job's report, as the service tells it to the visitor whose page this is. */
export const reportOf = (page: Page, jobId: Id): Promise<JobReport> => ask(page, "jobs.report", { jobId });

async function ask<T>(page: Page, procedure: string, input: object): Promise<T> {
  const address = `/api/trpc/${procedure}?input=${encodeURIComponent(JSON.stringify(input))}`;
  const answer = await page.request.get(new URL(address, page.url()).href);
  return ((await answer.json()) as { result: { data: T } }).result.data;
}
