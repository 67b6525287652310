import { benchSimulationSchema, boundRatio, planVariations, settingsSchema } from "@pixelmill/core";
import { expect, it } from "vitest";
import { makePhotoInfo } from "../testing/photoInfo.ts";
import { simulateCase } from "./simulateCase.ts";

const machines = [2, 4];

const images = [4000, 2500, 1200, 800, 640, 300].map((side) => {
  const info = makePhotoInfo(side, Math.round(side / 2));
  const megapixels = (side * side) / 2e6;
  return { name: `${side}.jpg`, info, cpuMs: 5 + 90 * megapixels, peakBytes: side === 300 ? null : 12e6 + 7e6 * megapixels };
});

it("a set is played on every machine, as it is planned and with each piece of planning flipped", () => {
  const settings = settingsSchema.parse({ outputs: [{ format: "jpeg" }] });
  const simulation = simulateCase({ set: "made", settings, images, plan: { firstBatch: 10 } }, machines);
  expect(benchSimulationSchema.safeParse(simulation).error).toBeUndefined();
  expect(simulation.runs).toHaveLength(machines.length * (1 + planVariations.length));
  for (const { title, plan, tasks, cores, failed, makespanMs, boundMs } of simulation.runs) {
    expect(plan.firstBatch, title).toBe(10);
    expect(tasks).toBeGreaterThanOrEqual(20 * cores);
    expect(failed).toBe(0);
    expect(makespanMs).toBeGreaterThanOrEqual(boundMs);
  }
  for (const run of simulation.runs.filter(({ title }) => title === "")) {
    expect(run.encoders).toBe(run.cores);
    expect(boundRatio(run), `${run.cores} cores`).toBeLessThan(1.12);
    expect(run.peakBytes).toBeLessThan(run.budgetBytes);
  }
  expect(simulation.pictures.map(({ picture }) => picture.tasks.length)).toEqual([84, 84]);
});
