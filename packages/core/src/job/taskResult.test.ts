import { expect, it } from "vitest";
import { makeInfo } from "../dispatch/testing/simulation.ts";
import { failure } from "../errors/failure.ts";
import { keptOriginal } from "./keptOriginal.ts";
import { isKnown, type TaskResult, taskResultSchema } from "./taskResult.ts";

const output = { format: "webp", width: 4, height: 3, frames: 1, bytes: 9 } as const;
const optimized: TaskResult = { status: "optimized", output, warnings: [] };

it("knows what came about without an encode", () => {
  const kept = keptOriginal({ ...makeInfo({}), format: "jpeg" }, "wouldBeLarger");
  expect(
    [
      { ...optimized, reused: true as const },
      { ...kept, reused: true as const },
    ].map(isKnown),
  ).toEqual([true, true]);
  expect(isKnown(keptOriginal({ ...makeInfo({}), format: "jpeg" }, "alreadyOptimized"))).toBe(true);
  const others: TaskResult[] = [optimized, kept, { status: "cancelled" }, { status: "failed", error: failure("internal") }];
  expect(others.map(isKnown)).toEqual([false, false, false, false]);
});

it("delivers a kept original as it is", () => {
  const info = { ...makeInfo({ width: 5, height: 6, bytes: 70 }), format: "png" as const };
  expect(taskResultSchema.parse(keptOriginal(info, "belowMinimumSaving"))).toEqual({
    status: "keptOriginal",
    reason: "belowMinimumSaving",
    output: { format: "png", width: 5, height: 6, frames: 1, bytes: 70 },
    warnings: [],
  });
});
