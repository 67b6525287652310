import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Task } from "../dispatch/pool.ts";
import { makeTask } from "../dispatch/testing/simulation.ts";
import { sourceFormats, targetFormats } from "../formats/formats.ts";
import { CostModel } from "./costModel.ts";
import { leastPeakBytesPrior, peakBytesPrior } from "./memoryPrior.ts";
import { msPrior } from "./timePrior.ts";
import { workloadOf } from "./workload.ts";

describe("cost model", () => {
  const task = makeTask();
  const prior = new CostModel().estimate(task);

  it("starts from the prior", () => {
    const model = new CostModel();
    expect(model.knows(task)).toBe(false);
    expect(model.estimate(task)).toEqual({
      ms: msPrior(workloadOf(task)),
      peakBytes: Math.ceil(peakBytesPrior(workloadOf(task))),
      leastPeakBytes: Math.ceil(leastPeakBytesPrior(workloadOf(task))),
    });
  });

  it("never takes the least that a task may need above what it reckons with", () => {
    const model = new CostModel();
    const wide = { width: 4000, height: 4000 };
    for (const peakBytes of [1e6, 1e6, 1e6, 900e6]) {
      const { peakBytes: peak, leastPeakBytes } = model.estimate(makeTask({ info: wide }));
      expect(leastPeakBytes).toBeLessThanOrEqual(peak);
      model.observe(makeTask({ info: wide }), { wallMs: 10, peakBytes });
    }
    // Alpha that varies takes more than twice the memory of alpha that does not, and no header tells.
    const { peakBytes, leastPeakBytes } = model.estimate(
      makeTask({ info: { ...wide, format: "png", hasAlpha: true }, settings: { format: "webp" } }),
    );
    expect(peakBytes / leastPeakBytes).toBeGreaterThan(2.5);
  });

  it("takes the first measured time whole, later ones by share", () => {
    const model = new CostModel();
    model.observe(task, { wallMs: 2 * prior.ms, peakBytes: null });
    expect(model.estimate(task).ms).toBeCloseTo(2 * prior.ms);
    for (let index = 0; index < 50; index += 1) model.observe(task, { wallMs: prior.ms / 2, peakBytes: null });
    expect(model.estimate(task).ms).toBeCloseTo(prior.ms / 2, 0);
  });

  it("believes an underestimate of memory at once and an overestimate slowly", () => {
    const model = new CostModel();
    model.observe(task, { wallMs: prior.ms, peakBytes: 2 * prior.peakBytes });
    expect(model.estimate(task).peakBytes / prior.peakBytes).toBeCloseTo(2);
    model.observe(task, { wallMs: prior.ms, peakBytes: prior.peakBytes });
    expect(model.estimate(task).peakBytes / prior.peakBytes).toBeGreaterThan(1.9);
  });

  it("is not led by thumbnails to think less of large images: what they spare is the fixed part", () => {
    const model = new CostModel();
    const [thumbnail, large] = [64, 9000].map((side) =>
      makeTask({ info: { width: side, height: side }, settings: { format: "avif" } }),
    ) as [Task, Task];
    const before = model.estimate(large).peakBytes;
    // As measured: a megabyte of the twelve that are reckoned with.
    for (let count = 0; count < 100; count += 1) model.observe(thumbnail, { wallMs: 5, peakBytes: 1e6 });
    expect(model.estimate(large).peakBytes).toBe(before);
    for (let count = 0; count < 100; count += 1) model.observe(large, { wallMs: 5, peakBytes: 0.7 * before });
    expect(model.estimate(large).peakBytes / before).toBeCloseTo(0.7, 1);
  });

  it("is not led by thumbnails to think much more of large images: what one takes beyond its estimate does not grow with pixels", () => {
    const model = new CostModel();
    const [thumbnail, large] = [500, 7000].map((side) =>
      makeTask({ info: { width: side, height: side }, settings: { format: "webp" } }),
    ) as [Task, Task];
    const [small, before] = [model.estimate(thumbnail).peakBytes, model.estimate(large).peakBytes];
    // What an encoder keeps of earlier tasks is taken for the next one's.
    model.observe(thumbnail, { wallMs: 5, peakBytes: small + 10e6 });
    expect(model.estimate(thumbnail).peakBytes).toBeCloseTo(small + 10e6, -1);
    expect(model.estimate(large).peakBytes).toBeCloseTo(before + 10e6, -1);
    for (let count = 0; count < 100; count += 1) model.observe(thumbnail, { wallMs: 5, peakBytes: small });
    expect(model.estimate(large).peakBytes / before).toBeLessThan(1.01);
  });

  it("believes a large image that took more, beyond what small ones have added", () => {
    const model = new CostModel();
    const [thumbnail, large] = [500, 7000].map((side) =>
      makeTask({ info: { width: side, height: side }, settings: { format: "webp" } }),
    ) as [Task, Task];
    model.observe(thumbnail, { wallMs: 5, peakBytes: model.estimate(thumbnail).peakBytes + 10e6 });
    const peakBytes = 1.5 * model.estimate(large).peakBytes;
    model.observe(large, { wallMs: 5, peakBytes });
    expect(model.estimate(large).peakBytes).toBeCloseTo(peakBytes, -1);
  });

  it("is not led by them where their sizes are made of one decode either", () => {
    const model = new CostModel();
    const outputs = [{ format: "webp" }, { format: "webp", resize: { mode: "width", pixels: 32 } }] as const;
    const [thumbnail, large] = [64, 4000].map((side) =>
      makeTask({ info: { width: side, height: side }, outputs: [...outputs] }),
    ) as [Task, Task];
    const before = model.estimate(large).peakBytes;
    for (let count = 0; count < 100; count += 1) model.observe(thumbnail, { wallMs: 5, peakBytes: 1e6 });
    expect(model.estimate(large).peakBytes).toBe(before);
  });

  it("learns per class: what a JPEG took says nothing of a PNG", () => {
    const model = new CostModel();
    const webp = { settings: { format: "webp" } } as const;
    const others = [makeTask({ info: { format: "png" } }), makeTask({ info: { format: "png" }, ...webp })];
    const before = others.map((png) => model.estimate(png));
    for (const jpeg of [task, makeTask(webp)]) model.observe(jpeg, { wallMs: 10 * prior.ms, peakBytes: 100 * prior.peakBytes });
    expect(others.map((png) => model.estimate(png))).toEqual(before);
  });

  it("stays positive and finite whatever is reported", () => {
    const anyTask = fc
      .record({
        format: fc.constantFrom(...sourceFormats),
        target: fc.constantFrom(...targetFormats),
        width: fc.integer({ min: 1, max: 20_000 }),
      })
      .map(({ format, target, width }) => makeTask({ info: { format, width }, settings: { format: target } }));
    const report = fc.record({
      wallMs: fc.double({ min: 0, max: 1e9, noNaN: true }),
      peakBytes: fc.option(fc.double({ min: 0, max: 1e12, noNaN: true })),
    });
    fc.assert(
      fc.property(anyTask, fc.array(report, { maxLength: 20 }), (any, reports) => {
        const model = new CostModel();
        for (const observation of reports) model.observe(any, observation);
        const { ms, peakBytes } = model.estimate(any);
        expect(ms).toBeGreaterThan(0);
        expect(ms).toBeLessThan(Number.POSITIVE_INFINITY);
        expect(peakBytes).toBeGreaterThan(0);
        expect(peakBytes).toBeLessThanOrEqual(4 * Math.ceil(peakBytesPrior(workloadOf(any))) + 64e6);
      }),
    );
  });
});
