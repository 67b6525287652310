import { expect, it } from "vitest";
import { boundRatio } from "./benchSimulation.ts";

it("a run that had something to do is set against the bound", () => {
  expect(boundRatio({ makespanMs: 110, boundMs: 100 })).toBe(1.1);
  expect(boundRatio({ makespanMs: 0, boundMs: 0 })).toBeNull();
});
