/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
  type Request,
} from "playwright-core";
import { chromiumFlags, findOrInstallChromium } from "../../scripts/chromium.ts";

/** Starts Chromium with a profile of its own that goes with it. Without a UTF-8 locale it can't open files such as "ñandú.jpg". */
export async function launchBrowser(): Promise<Browser> {
  const env = { ...process.env, LC_ALL: "C.UTF-8" };
  return chromium.launch({ executablePath: await findOrInstallChromium(), args: [...chromiumFlags], headless: true, env });
}

/** Someone with a browser of their own: nothing is shared with other visitors but the server. */
export interface Visitor {
  readonly context: BrowserContext;
  readonly page: Page;
  /** What went wrong in any of their pages: uncaught errors and what the console reports, a broken policy for one. */
  readonly problems: readonly string[];
}

export async function newVisitor(browser: Browser, options: BrowserContextOptions = {}): Promise<Visitor> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: "en-GB", ...options });
  // A dialog, a click or a line that does not come means that something is broken: this only ends the wait for it.
  context.setDefaultTimeout(60_000);
  openContexts.add(context);
  context.on("close", () => openContexts.delete(context));
  const problems: string[] = [];
  context.on("weberror", (error) => problems.push(`uncaught: ${error.error().stack}`));
  context.on("console", (message) => {
    if (message.type() === "error" && !isLostRequest(message.text())) problems.push(message.text());
  });
  return { context, page: await context.newPage(), problems };
}

const openContexts = new Set<BrowserContext>();

/** All pages of all visitors that are open. */
export const openPages = (): Page[] => [...openContexts].flatMap((context) => context.pages());

/** Chromium reports every answer of 400 and above. Whether one was meant to come is for the test to say. */
const isLostRequest = (text: string): boolean => text.startsWith("Failed to load resource:");

/** Opens an address and waits until the page has come alive: it has asked the service how it is. */
export async function openPage(page: Page, address: string): Promise<void> {
  const lost: string[] = [];
  const note = (request: Request) => lost.push(`${request.url()}: ${request.failure()?.errorText}`);
  page.on("requestfailed", note);
  try {
    await page.goto(address);
    await page.locator("[data-testid=connection][data-state=online]").waitFor();
  } catch (cause) {
    const states = await page.locator("[data-testid=connection]").evaluateAll((all) => all.map(({ outerHTML }) => outerHTML));
    throw new Error(`${address} has not come alive.\nIt shows: ${states}\nRequests that were lost:\n${lost.join("\n")}`, {
      cause,
    });
  } finally {
    page.off("requestfailed", note);
  }
}
