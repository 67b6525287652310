import axe from "axe-core";
import type { Page } from "playwright-core";

/** What axe looks for: WCAG 2.2 at levels A and AA, and what it holds to be good practice. */
const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** What axe finds wrong with a page as it is shown now, a line for each element. */
export async function axeFaults(page: Page): Promise<string[]> {
  // Not by a script of the page's: its policy allows none from elsewhere.
  await page.evaluate(`window.axe ?? (() => { ${axe.source} })()`);
  return page.evaluate(async (runOnly) => {
    const run = (window as unknown as { readonly axe: typeof axe }).axe.run;
    const { violations } = await run(document, { runOnly, resultTypes: ["violations"] });
    return violations.flatMap(({ id, help, nodes }) => nodes.map(({ html }) => `axe ${id}: ${help}: ${html.slice(0, 200)}`));
  }, tags);
}
