import { describe, expect, it } from "vitest";
import { candidateFormats } from "../formats/formats.ts";
import { efforts } from "../settings/quality.ts";
import { dialOf } from "./dial.ts";
import { mostTrials, type QualitySearch, searchForBytes, searchForScore, type Trial } from "./qualitySearch.ts";

const dials = candidateFormats.flatMap((format) => efforts.map((effort) => ({ format, effort, dial: dialOf(format, effort) })));

function run(search: QualitySearch, encode: (quality: number) => Omit<Trial, "quality">): readonly Trial[] {
  const tried: Trial[] = [];
  for (let quality = search.next(tried); quality !== null; quality = search.next(tried))
    tried.push({ quality, ...encode(quality) });
  return tried;
}

/** An image of a megapixel that scores and weighs as most do, but for some points and a factor. */
const image = (dial: NonNullable<ReturnType<typeof dialOf>>, points: number, factor: number) => (quality: number) => ({
  score: Math.min(100, dial.score(quality) + points),
  bytes: Math.round(1e6 * factor * Math.exp(dial.logBytes(quality))),
});

describe.each(dials)("the dial of $format, $effort", ({ dial }) => {
  it("grows in score and bytes with every step", () => {
    if (dial === null) throw new Error("it has none");
    for (let quality = dial.least; quality < dial.most; quality += 1) {
      expect(dial.score(quality + 1)).toBeGreaterThan(dial.score(quality));
      expect(dial.logBytes(quality + 1)).toBeGreaterThan(dial.logBytes(quality));
    }
  });

  it("leads to the smallest file of a score, and to the best of a size", () => {
    if (dial === null) throw new Error("it has none");
    const middle = dial.score(Math.round((dial.least + 2 * dial.most) / 3));
    for (const points of [-5, 0, 5]) {
      const encode = image(dial, points, 1);
      const byScore = searchForScore(dial, middle);
      const scored = run(byScore, encode);
      expect(scored.length).toBeLessThanOrEqual(mostTrials);
      const best = byScore.best(scored);
      expect(best?.score).toBeGreaterThanOrEqual(middle);
      expect(scored.filter(({ score, bytes }) => (score ?? 0) >= middle && bytes < (best?.bytes ?? 0))).toEqual([]);
    }
    for (const factor of [0.5, 1, 2]) {
      const limit = 1e6 * Math.exp((dial.logBytes(dial.least) + 2 * dial.logBytes(dial.most)) / 3);
      const bySize = searchForBytes(dial, 1e6, limit);
      const fitted = run(bySize, image(dial, 0, factor));
      const best = bySize.best(fitted);
      expect(best?.bytes).toBeLessThanOrEqual(limit);
      expect(fitted.filter(({ quality, bytes }) => bytes <= limit && quality > (best?.quality ?? 0))).toEqual([]);
    }
  });

  it("leads to the best of a size where most of a file is no picture", () => {
    if (dial === null) throw new Error("it has none");
    const limit = 1e6 * Math.exp((dial.logBytes(dial.least) + 2 * dial.logBytes(dial.most)) / 3);
    const metadata = 20 * limit;
    const search = searchForBytes(dial, 1e6, limit + metadata, metadata);
    const bare = run(searchForBytes(dial, 1e6, limit), image(dial, 0, 2));
    const tried = run(search, (quality) => ({ score: null, bytes: image(dial, 0, 2)(quality).bytes + metadata }));
    expect(tried.map(({ quality }) => quality)).toEqual(bare.map(({ quality }) => quality));
    expect(search.best(tried)?.bytes).toBeLessThanOrEqual(limit + metadata);
  });
});

it("formats without a quality have no dial", () => {
  expect([dialOf("gif", "balanced"), dialOf("tiff", "fast")]).toEqual([null, null]);
});

describe("where nothing will do", () => {
  const dial = dialOf("jpeg", "balanced");
  if (dial === null) throw new Error("JPEG has a dial");

  it("the best score there is, is taken", () => {
    const search = searchForScore(dial, 90);
    const tried = run(search, (quality) => ({ score: quality / 2, bytes: quality }));
    expect(search.best(tried)).toMatchObject({ quality: 100, score: 50 });
    expect(search.best([])).toBeNull();
  });

  it("the smallest file there is, is taken", () => {
    const search = searchForBytes(dial, 1e6, 10);
    const tried = run(search, (quality) => ({ score: null, bytes: 1000 + quality }));
    expect(search.best(tried)).toMatchObject({ quality: 1, bytes: 1001 });
    const larger = { quality: 30, bytes: 2000, score: null };
    expect(search.best([larger, ...tried])).toMatchObject({ quality: 1 });
    expect(search.best([...tried, larger])).toMatchObject({ quality: 1 });
    const [best, other] = [
      { quality: 9, bytes: 9, score: null },
      { quality: 5, bytes: 5, score: null },
    ];
    expect(search.best([best, other])).toBe(best);
    expect(search.best([other, best])).toBe(best);
  });

  it("the smallest file there is, is taken, where what is no picture is too large already", () => {
    const search = searchForBytes(dial, 1e6, 500, 1000);
    const tried = run(search, (quality) => ({ score: null, bytes: 1000 + quality }));
    expect(search.best(tried)).toMatchObject({ quality: 1, bytes: 1001 });
  });

  it("a score that was not measured counts as none", () => {
    const search = searchForScore(dial, 50);
    expect(search.next([{ quality: 50, bytes: 1, score: null }])).toBeGreaterThan(50);
    const [unscored, scored] = [
      { quality: 60, bytes: 2, score: null },
      { quality: 50, bytes: 1, score: 40 },
    ];
    expect(search.best([unscored, scored])).toBe(scored);
    expect(search.best([scored, unscored])).toBe(scored);
  });
});
