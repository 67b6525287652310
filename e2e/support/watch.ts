/// <reference lib="dom" />
import type { Page } from "playwright-core";

/** What a page has shown since it is watched. */
export interface Seen {
  /** Phases of each file, by path, in the order they were seen. */
  readonly phases: Readonly<Record<string, readonly string[]>>;
  /** Values of the job's progress bar, 0–100, repetitions left out. */
  readonly progress: readonly number[];
  /** States of the connection to the service, repetitions left out. */
  readonly connection: readonly string[];
}

interface Watched extends Window {
  seen?: { phases: Record<string, string[]>; progress: number[]; connection: string[] };
}

/** Notes from now on, in this and all later documents of the page, what it shows. */
export async function watch(page: Page): Promise<void> {
  await page.addInitScript(startWatching);
  await page.evaluate(startWatching);
}

/** What was noted in the document that the page shows now. */
export const seenOn = (page: Page): Promise<Seen> =>
  page.evaluate(() => (window as Watched).seen ?? { phases: {}, progress: [], connection: [] });

/** Runs in the page. */
function startWatching(): void {
  const seen = { phases: {} as Record<string, string[]>, progress: [] as number[], connection: [] as string[] };
  (window as Watched).seen = seen;
  const add = <T>(list: T[], value: T) => {
    if (list.at(-1) !== value) list.push(value);
  };
  const look = () => {
    for (const { dataset } of document.querySelectorAll<HTMLElement>("[data-testid=file-row]")) {
      const path = dataset.path ?? "";
      seen.phases[path] ??= [];
      add(seen.phases[path], dataset.phase ?? "");
    }
    const bar = document.querySelector("[data-testid=summary] [role=progressbar]");
    if (bar !== null) add(seen.progress, Number(bar.getAttribute("aria-valuenow")));
    const connection = document.querySelector<HTMLElement>("[data-testid=connection]");
    if (connection !== null) add(seen.connection, connection.dataset.state ?? "");
  };
  new MutationObserver(look).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
}
