import path from "node:path";
import { afterAll, afterEach } from "vitest";
import { root } from "../../scripts/nx/runNx.ts";
import { openPages } from "./browser.ts";
import { runningStacks } from "./stack.ts";

/** Where pictures of the pages of failed tests are kept. */
const folder = path.join(root, "tmp/end-to-end");

// What server and pages showed when a test failed says more than the line that failed.
afterEach(async ({ task }) => {
  if (task.result?.state !== "fail") return;
  for (const stack of runningStacks()) console.log(`Its server has printed, at the end:\n${stack.output().slice(-4000)}`);
  for (const [at, page] of openPages().entries()) {
    const file = path.join(folder, `${task.name.replaceAll(/\W+/g, "-").slice(0, 80)}-${at}.png`);
    await page.screenshot({ path: file }).then(
      () => console.log(`${page.url()} as it failed: ${file}`),
      () => {},
    );
  }
});

// A file whose own set-up failed half-way may not know of what it has started.
afterAll(async () => {
  for (const stack of runningStacks()) await stack.stop();
});
