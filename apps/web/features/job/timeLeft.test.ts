import { describe, expect, it } from "vitest";
import { wordsIn } from "../../lib/i18n/wordsIn.ts";
import type { Sample } from "./speed.ts";
import { timeLeft } from "./timeLeft.ts";
import { timeLeftText } from "./timeLeftText.ts";

/** Samples a second apart, with so many bytes done in each. */
const after = (...done: readonly number[]): Sample[] =>
  [0, ...done].map((_, at) => ({ atMs: at * 1000, bytes: done.slice(0, at).reduce((sum, bytes) => sum + bytes, 0) }));

describe("the time left", () => {
  it("is unknown until enough has ended over long enough", () => {
    expect(timeLeft(1000, [], 0)).toBeNull();
    expect(timeLeft(1000, after(100, 100, 100), 3000)).toBeNull();
    expect(timeLeft(1000, after(100, 0, 0, 100, 0), 5000)).toBeNull();
    expect(timeLeft(1000, after(100, 100, 0, 100, 0), 5000)).not.toBeNull();
  });

  it("lies around what the speed says, close where the work is steady", () => {
    const left = timeLeft(60_000, after(...Array.from({ length: 16 }, () => 1000)), 16_000);
    expect(left?.fromMs).toBeCloseTo(60_000 / 1.15);
    expect(left?.toMs).toBeCloseTo(60_000 / 0.85);
  });

  it("is the less certain the more the speed changes, within bounds", () => {
    const steady = timeLeft(60_000, after(...Array.from({ length: 16 }, () => 1000)), 16_000);
    const bumpy = timeLeft(60_000, after(...Array.from({ length: 16 }, (_, at) => (at % 4 < 2 ? 1800 : 200))), 16_000);
    const wild = timeLeft(60_000, after(9000, 1, 1, 1, 1, 1, 1, 1), 8000);
    const width = (left: typeof steady) => (left?.toMs ?? 0) / (left?.fromMs ?? 1);
    expect(width(bumpy)).toBeGreaterThan(width(steady));
    expect(width(wild)).toBeCloseTo(1.6 / 0.4);
  });

  it("grows while nothing ends, and is nothing where nothing is left", () => {
    const samples = after(1000, 1000, 1000, 1000, 1000);
    expect(timeLeft(9000, samples, 9000)?.toMs).toBeGreaterThan(timeLeft(9000, samples, 5000)?.toMs ?? Number.POSITIVE_INFINITY);
    expect(timeLeft(-5, samples, 5000)).toEqual({ fromMs: 0, toMs: 0 });
  });
});

describe("the time left in words", () => {
  const { t } = wordsIn("en");
  const [second, minute, hour] = [1000, 60_000, 3_600_000];
  it.each([
    [0, 0, "a few seconds"],
    [1 * second, 5 * second, "a few seconds"],
    [11 * second, 19 * second, "10–20 s"],
    [52 * second, 75 * second, "50–75 s"],
    [61 * second, 95 * second, "1–2 min"],
    [4.2 * minute, 5.9 * minute, "4–6 min"],
    [0.6 * minute, 1.9 * minute, "1–2 min"],
    [80 * minute, 100 * minute, "1–2 h"],
    [2.6 * hour, 3.4 * hour, "2.5–3.5 h"],
  ])("%d to %d ms are %j", (fromMs, toMs, words) => expect(timeLeftText({ fromMs, toMs }, t)).toBe(words));
});
