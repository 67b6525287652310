/// <reference lib="dom" />
import type { Page } from "playwright-core";

/** How a page's main thread was blocked by long tasks, in milliseconds. */
export interface Blocking {
  /** Tasks of 50 ms and more. */
  readonly longTasks: number;
  readonly longest: number;
  /** What all of them took beyond 50 ms each. */
  readonly blocked: number;
}

interface Measured extends Window {
  longTasks?: number[];
}

/** Notes long tasks of all documents that a page opens from now on. */
export const watchBlocking = (page: Page): Promise<unknown> => page.addInitScript(collectLongTasks);

/** Long tasks of a watched page since it was opened. */
export const blockingOf = async (page: Page): Promise<Blocking> => summarize(await page.evaluate(noted));

/** Long tasks of a watched page while something is done to it. */
export async function blockingWhile(page: Page, act: () => Promise<void>): Promise<Blocking> {
  const before = (await page.evaluate(noted)).length;
  await act();
  // The observer is told of a task after its end.
  await page.waitForTimeout(500);
  return summarize((await page.evaluate(noted)).slice(before));
}

const summarize = (tasks: readonly number[]): Blocking => ({
  longTasks: tasks.length,
  longest: Math.round(Math.max(0, ...tasks)),
  blocked: Math.round(tasks.reduce((sum, task) => sum + task - 50, 0)),
});

/** Runs in the page. */
function collectLongTasks(): void {
  const found: number[] = [];
  (window as Measured).longTasks = found;
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) found.push(duration);
  }).observe({ type: "longtask", buffered: true });
}

/** Runs in the page. */
function noted(): number[] {
  return (window as Measured).longTasks ?? [];
}
