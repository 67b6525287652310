/// <reference lib="dom" />
import type { Page } from "playwright-core";

/** Times between the frames of an animation, in milliseconds. */
export interface Frames {
  readonly frames: number;
  readonly median: number;
  readonly p95: number;
  readonly longest: number;
  /** How many took longer than 50 ms. */
  readonly over50: number;
}

interface Measured extends Window {
  frameTimes?: number[];
}

/** Times of all frames while something is done to a page. */
export async function framesWhile(page: Page, act: () => Promise<void>): Promise<Frames> {
  await page.evaluate(collectFrames);
  await act();
  const times = (await page.evaluate(takeFrames)).toSorted((a, b) => a - b);
  const at = (share: number) => Math.round(times[Math.min(times.length - 1, Math.floor(share * times.length))] ?? 0);
  return {
    frames: times.length,
    median: at(0.5),
    p95: at(0.95),
    longest: at(1),
    over50: times.filter((time) => time > 50).length,
  };
}

/** Runs in the page: notes every frame's time from now on. */
function collectFrames(): void {
  const times: number[] = [];
  (window as Measured).frameTimes = times;
  let last = performance.now();
  const next = (now: number) => {
    if ((window as Measured).frameTimes !== times) return;
    times.push(now - last);
    last = now;
    requestAnimationFrame(next);
  };
  requestAnimationFrame(next);
}

/** Runs in the page: what was noted, which ends it. */
function takeFrames(): number[] {
  const times = (window as Measured).frameTimes ?? [];
  (window as Measured).frameTimes = undefined;
  return times;
}
