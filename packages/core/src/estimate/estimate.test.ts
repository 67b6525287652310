import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { makeId } from "../dispatch/testing/simulation.ts";
import { type SourceFormat, sourceFormats } from "../formats/formats.ts";
import { coreTimes } from "./coreTime.ts";
import { drawSample, type SampledFile, type Stratum, sampleSize } from "./drawSample.ts";
import { estimateJob, type SampleOutcome } from "./jobEstimate.ts";
import { stratifiedTotal } from "./stratifiedTotal.ts";

const filesOf = (...all: readonly (readonly [SourceFormat, number])[]): SampledFile[] =>
  all.map(([format, bytes], at) => ({ id: makeId(at + 1), format, bytes, expectedMs: bytes / 10 }));

const anyFiles = fc
  .array(fc.tuple(fc.constantFrom(...sourceFormats), fc.integer({ min: 1, max: 1e8 })), { maxLength: 60 })
  .map((all) => filesOf(...all));

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const picks = (strata: readonly Stratum[]): number[] => strata.map(({ pick }) => pick.bytes);

describe("a sample", () => {
  it("is of different files, at most as many as asked for, whose strata are all files", () => {
    fc.assert(
      fc.property(anyFiles, fc.integer({ min: 1, max: 12 }), fc.integer({ min: 0, max: 20 }), (files, size, knownOnes) => {
        const known = new Set(files.slice(0, knownOnes).map(({ id }) => id));
        const strata = drawSample(files, known, size);
        expect(strata.length).toBeLessThanOrEqual(size);
        expect(new Set(strata.map(({ pick }) => pick.id)).size).toBe(strata.length);
        expect(sum(strata.map((stratum) => stratum.files))).toBe(files.length);
        expect(sum(strata.map(({ bytes }) => bytes))).toBe(sum(files.map(({ bytes }) => bytes)));
        expect(sum(strata.map(({ expectedMs }) => expectedMs))).toBeCloseTo(sum(files.map(({ expectedMs }) => expectedMs)));
      }),
    );
  });

  it("has every format, where there are no more than files in it", () => {
    fc.assert(
      fc.property(anyFiles, (files) => {
        const formats = new Set(files.map(({ format }) => format));
        fc.pre(formats.size <= sampleSize);
        expect(new Set(drawSample(files).map(({ pick }) => pick.format))).toEqual(formats);
      }),
    );
  });

  it("is the same whatever the order of the files, and stays the same where they are looked at again", () => {
    fc.assert(
      fc.property(anyFiles, (files) => {
        const idsOf = (strata: readonly Stratum[]) => strata.map(({ pick }) => pick.id).toSorted();
        const ids = idsOf(drawSample(files));
        expect(idsOf(drawSample(files, new Set(ids)))).toEqual(ids);
        // Of formats with as many bytes the one that came first is first.
        const bytes = new Map(files.map(({ format }) => [format, 0]));
        for (const file of files) bytes.set(file.format, (bytes.get(file.format) ?? 0) + file.bytes);
        fc.pre(new Set(bytes.values()).size === bytes.size);
        expect(idsOf(drawSample(files.toReversed()))).toEqual(ids);
      }),
    );
  });

  it("is the same of files of one size, whatever their order", () => {
    const files = filesOf(...Array.from({ length: 30 }, (): [SourceFormat, number] => ["jpeg", 1000]));
    const ids = (strata: readonly Stratum[]) => strata.map(({ pick }) => pick.id);
    expect(ids(drawSample(files.toReversed()))).toEqual(ids(drawSample(files)));
  });

  it("is every file where there are few", () => {
    const files = filesOf(["jpeg", 5], ["jpeg", 5], ["png", 1], ["jpeg", 900]);
    const strata = drawSample(files);
    expect(new Set(strata.map(({ pick }) => pick))).toEqual(new Set(files));
    expect(strata.every((stratum) => stratum.files === 1)).toBe(true);
  });

  it("goes by bytes: a format with most of them has most of the sample, and large files stand for themselves", () => {
    const small = Array.from({ length: 100 }, (): [SourceFormat, number] => ["png", 1000]);
    const large = Array.from({ length: 20 }, (_, at): [SourceFormat, number] => ["jpeg", 1e6 + at]);
    const strata = drawSample(filesOf(...small, ...large));
    expect(strata.filter(({ pick }) => pick.format === "jpeg")).toHaveLength(7);
    expect(strata.find(({ pick }) => pick.format === "png")).toMatchObject({ files: 100, group: 1 });
    const [giant] = drawSample(
      filesOf(["jpeg", 1e9], ...Array.from({ length: 50 }, (): [SourceFormat, number] => ["jpeg", 10])),
    ).slice(-1);
    expect(giant?.pick.bytes).toBe(1e9);
  });

  it("takes the middle of a stratum's bytes, and a file that is known already before another", () => {
    const files = filesOf(...[1, 2, 3, 4, 50].map((bytes): [SourceFormat, number] => ["jpeg", bytes]));
    expect(picks(drawSample(files, new Set(), 1))).toEqual([50]);
    expect(picks(drawSample(files, new Set([makeId(2), makeId(3)]), 1))).toEqual([3]);
  });

  it("puts rare formats together where there are more than it has files", () => {
    const strata = drawSample(filesOf(["jpeg", 1000], ["png", 300], ["gif", 20], ["webp", 10]), new Set(), 3);
    expect(strata.map(({ group, files }) => [group, files])).toEqual([
      [0, 1],
      [1, 1],
      [2, 2],
    ]);
  });

  it("of no files is empty", () => {
    expect(drawSample([])).toEqual([]);
  });
});

describe("a stratified total", () => {
  const stratum = (value: number | null, weight = 10, group = 0, knownWeight = 1) => ({ value, weight, group, knownWeight });
  const middle = ({ least, most }: { least: number; most: number }) => (least + most) / 2;

  it("is exact where everything was looked at", () => {
    expect(stratifiedTotal([stratum(0.5, 10, 0, 10), stratum(0.25, 4, 0, 4)], 0.1)).toEqual({ least: 6, most: 6 });
  });

  it("expects what nothing is known of to be like its group, or like all", () => {
    expect(middle(stratifiedTotal([stratum(0.5), stratum(null), stratum(0.9, 10, 1)], 0.1))).toBeCloseTo(5 + 5 + 9);
    expect(middle(stratifiedTotal([stratum(0.5), stratum(0.7), stratum(null, 10, 1)], 0.1))).toBeCloseTo(5 + 7 + 6);
  });

  it("is the wider the more values differ, the more is unknown, and the less was looked at", () => {
    const width = (...strata: Parameters<typeof stratifiedTotal>[0]) => {
      const { least, most } = stratifiedTotal(strata, 0.1);
      return most - least;
    };
    const alike = width(stratum(0.5), stratum(0.5), stratum(0.5));
    expect(alike).toBeGreaterThan(0);
    expect(width(stratum(0.2), stratum(0.5), stratum(0.8))).toBeGreaterThan(alike);
    expect(width(stratum(0.5), stratum(0.5), stratum(null))).toBeGreaterThan(alike);
    expect(width(stratum(0.5, 10, 0, 9), stratum(0.5, 10, 0, 9), stratum(0.5, 10, 0, 9))).toBeLessThan(alike);
  });

  it("is nothing to be asked for where nothing is known", () => {
    expect(() => stratifiedTotal([stratum(null)], 0.1)).toThrow(RangeError);
  });
});

describe("the time of a core", () => {
  it("is an encode's own where cores are enough, and its share where more ran at once", () => {
    const run = (startedAt: number, endedAt: number) => ({ startedAt, endedAt, runMs: endedAt - startedAt });
    expect(coreTimes([run(0, 100)], 2)).toEqual([100]);
    expect(coreTimes([run(0, 100), run(0, 100), run(0, 100), run(0, 100)], 2)).toEqual([50, 50, 50, 50]);
    expect(coreTimes([run(0, 100), run(0, 50)], 1)[0]).toBeCloseTo(100 / 1.5);
    expect(coreTimes([run(0, 0)], 1)).toEqual([0]);
  });
});

describe("an estimate", () => {
  const outcome = (outputBytes: number, coreMs = 10): SampleOutcome => ({ outputBytes, coreMs });

  it("means nothing before half of the sample is encoded", () => {
    const strata = drawSample(filesOf(["jpeg", 10], ["jpeg", 20], ["jpeg", 30]));
    const one = new Map([[makeId(1), outcome(5)]]);
    expect(estimateJob(strata, new Map(), 2)).toEqual({
      files: 3,
      sourceBytes: 60,
      encoded: 0,
      wanted: 3,
      outputBytes: null,
      ms: null,
    });
    expect(estimateJob(strata, one, 2)).toMatchObject({ encoded: 1, outputBytes: null, ms: null });
    expect(estimateJob(strata, new Map([...one, [makeId(2), outcome(10)]]), 2)).toMatchObject({
      encoded: 2,
      outputBytes: { least: expect.any(Number) },
      ms: { least: expect.any(Number) },
    });
    expect(estimateJob([], new Map(), 2)).toMatchObject({ files: 0, wanted: 0, outputBytes: null });
  });

  it("is exact in bytes where every file was encoded", () => {
    const strata = drawSample(filesOf(["jpeg", 100], ["png", 200]));
    const outcomes = new Map([
      [makeId(1), outcome(30)],
      [makeId(2), outcome(90)],
    ]);
    const { outputBytes } = estimateJob(strata, outcomes, 2);
    expect([outputBytes?.least, outputBytes?.most]).toEqual([expect.closeTo(120), expect.closeTo(120)]);
  });

  it("takes no less time than its longest file, nor than all cores need for the rest", () => {
    const files = filesOf(...Array.from({ length: 100 }, (): [SourceFormat, number] => ["jpeg", 1000]));
    const strata = drawSample(files);
    const outcomes = (ms: number) => new Map(strata.map(({ pick }) => [pick.id, outcome(500, ms)]));
    const { ms } = estimateJob(strata, outcomes(50), 4);
    expect(ms?.least).toBeLessThan((100 * 50) / 4);
    expect(ms?.most).toBeGreaterThan((100 * 50) / 4);
    expect(estimateJob(strata, outcomes(50), 1000).ms).toEqual({ least: 45, most: 60 });
    expect(estimateJob(strata, outcomes(0), 4).ms).toEqual({ least: 0, most: 0 });
  });

  it("never promises fewer than no bytes", () => {
    const files = filesOf(...Array.from({ length: 30 }, (_, at): [SourceFormat, number] => ["jpeg", 1000 + at]));
    const strata = drawSample(files);
    const outcomes = new Map(strata.map(({ pick }, at) => [pick.id, outcome(at === 0 ? 5000 : 1)]));
    expect(estimateJob(strata, outcomes, 2).outputBytes?.least).toBe(0);
  });

  it("holds what folders come to in most cases: 9 of 10 are meant, of 400 drawn at least 8 of 10 are", () => {
    const random = mulberry32(7);
    const spread = () => random() + random() + random() + random() - 2;
    let held = 0;
    const folders = 400;
    for (let folder = 0; folder < folders; folder += 1) {
      const kinds = (["jpeg", "png", "webp"] as const).slice(0, 1 + Math.floor(3 * random()));
      const shares = kinds.map(() => 0.2 + 0.6 * random());
      const differ = 0.05 + 0.2 * random();
      const all = Array.from({ length: 20 + Math.floor(400 * random()) }, (_, at) => {
        const kind = Math.floor(kinds.length * random());
        const bytes = Math.ceil(300_000 * Math.exp(1.5 * spread()));
        const share = Math.max(0.02, (shares[kind] ?? 0) + differ * spread());
        const file: SampledFile = { id: makeId(at + 1), format: kinds[kind] ?? "jpeg", bytes, expectedMs: bytes / 1e4 };
        return { file, outputBytes: share * bytes };
      });
      const strata = drawSample(all.map(({ file }) => file));
      const made = new Map(all.map(({ file, outputBytes }) => [file.id, outputBytes]));
      const outcomes = new Map(strata.map(({ pick }) => [pick.id, outcome(made.get(pick.id) ?? 0)]));
      const { outputBytes } = estimateJob(strata, outcomes, 2);
      const truth = sum([...made.values()]);
      if (outputBytes !== null && outputBytes.least <= truth && truth <= outputBytes.most) held += 1;
    }
    expect(held / folders).toBeGreaterThan(0.8);
  });
});

/** Random numbers from 0 to 1, always the same ones. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), 1 | state);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
}
