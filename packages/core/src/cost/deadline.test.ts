import { describe, expect, it } from "vitest";
import { deadlineMs } from "./deadline.ts";
import { work } from "./testing/works.ts";
import { msPrior } from "./timePrior.ts";

describe("deadline", () => {
  it("leaves even a tiny image half a minute, and a large AVIF far more than it should need", () => {
    expect(deadlineMs(work({ width: 1, height: 1 }))).toBeGreaterThanOrEqual(30_000);
    const large = work({ width: 10_000, height: 10_000 }, { format: "avif" });
    expect(deadlineMs(large)).toBeGreaterThan(20 * msPrior(large));
  });
});
