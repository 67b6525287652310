/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import type { Page } from "playwright-core";
import { axeFaults } from "./axe.ts";

/**
 * What of a page someone could not use or read, as it is shown now: wider than its window, texts with less contrast than WCAG 2.2
 * asks for at level AA (4.5, large ones 3), controls without a name, controls smaller than 24 × 24 pixels, and all that axe finds.
 */
export async function pageFaults(page: Page): Promise<string[]> {
  // A page at work may begin another change of colours at any moment; where little is to move it takes no time.
  await page.emulateMedia({ reducedMotion: "reduce" });
  const faults = [...(await page.evaluate(findFaults)), ...(await axeFaults(page))];
  await page.emulateMedia({ reducedMotion: null });
  return faults;
}

export const schemes = ["dark", "light"] as const;

/** {@link pageFaults} in one scheme after the other, which leaves it light. */
export async function faultsInBothSchemes(page: Page): Promise<string[]> {
  const faults: string[] = [];
  for (const colorScheme of schemes) {
    await page.emulateMedia({ colorScheme });
    faults.push(...(await pageFaults(page)).map((fault) => `${colorScheme}: ${fault}`));
  }
  return faults;
}

/** Runs in the page. */
async function findFaults(): Promise<string[]> {
  // Colours on their way are nobody's choice.
  const transitions = document.getAnimations().filter((animation) => animation instanceof CSSTransition);
  await Promise.allSettled(transitions.map(({ finished }) => finished));
  const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  if (canvas === null) throw new Error("no canvas");

  const isShown = (element: Element) =>
    element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) &&
    !element.closest(".sr-only, [aria-hidden=true]");
  const name = (element: Element) => element.outerHTML.slice(0, 160).replaceAll(/\s+/g, " ");

  /** A colour over others, as the screen shows it: 0–255. */
  const blend = (colours: readonly string[]): number[] => {
    canvas.clearRect(0, 0, 1, 1);
    for (const colour of colours) {
      canvas.fillStyle = colour;
      canvas.fillRect(0, 0, 1, 1);
    }
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const backgrounds = (element: Element | null): string[] =>
    element === null ? ["white"] : [...backgrounds(element.parentElement), getComputedStyle(element).backgroundColor];
  const luminance = ([red = 0, green = 0, blue = 0]: readonly number[]) => {
    const [r = 0, g = 0, b = 0] = [red, green, blue].map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (element: Element): number => {
    const behind = backgrounds(element);
    const [a, b] = [luminance(blend(behind)), luminance(blend([...behind, getComputedStyle(element).color]))];
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  };
  const isDisabled = (element: Element) => element.closest(":disabled") !== null;

  const faults: string[] = [];
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth > clientWidth) {
    const wide = [...document.body.querySelectorAll("*")].filter((each) => each.getBoundingClientRect().right > clientWidth);
    const innermost = wide.filter((each) => !wide.some((other) => other !== each && each.contains(other)));
    faults.push(`The page is ${scrollWidth} pixels wide, its window ${clientWidth}: ${innermost.map(name).join("; ")}`);
  }

  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(); node !== null; node = texts.nextNode()) {
    const element = node.parentElement;
    if (!element || node.textContent?.trim() === "" || !isShown(element) || isDisabled(element)) continue;
    const { fontSize, fontWeight } = getComputedStyle(element);
    const size = Number.parseFloat(fontSize);
    const wanted = size >= 24 || (size >= 18.66 && Number(fontWeight) >= 700) ? 3 : 4.5;
    const found = contrast(element);
    if (found < wanted)
      faults.push(`Contrast ${found.toFixed(2)} of "${node.textContent?.trim().slice(0, 60)}": ${name(element)}`);
  }

  for (const control of document.querySelectorAll<HTMLElement>("a, button, input:not([hidden]), select, summary")) {
    if (!isShown(control)) continue;
    const label = control.closest("label") ?? document.querySelector(`label[for="${control.id}"]`);
    const text =
      control.getAttribute("aria-label") ?? (`${control.textContent}${label?.textContent ?? ""}`.trim() || control.title);
    if (text === "") faults.push(`Without a name: ${name(control)}`);
    const { width, height } = (control.closest("label") ?? control).getBoundingClientRect();
    if (Math.min(width, height) < 24) faults.push(`${Math.round(width)} × ${Math.round(height)} pixels: ${name(control)}`);
  }
  return faults;
}
