import { describe, expect, it } from "vitest";
import { defaultPlanConfig } from "./planConfig.ts";
import { planText, planTextSchema } from "./planText.ts";

describe("choices of planning in text", () => {
  it("are read: words, numbers, on and off", () => {
    expect(planTextSchema.parse(" order=arrival, recall=off,tailThreads=on , batchMs=300 ")).toEqual({
      order: "arrival",
      recall: false,
      tailThreads: true,
      batchMs: 300,
    });
    expect(planTextSchema.parse("")).toEqual({});
  });

  it.each([
    ["colour=blue", /^colour is none of inFlight, minBatch,/],
    ["order", /^order: expected one of longestFirst, largestFile, arrival$/],
    ["order=best", /^order: expected one of longestFirst, largestFile, arrival$/],
    ["order=arrival=x", /^order: expected one of/],
    ["recall=maybe", /^recall: expected on or off$/],
    ["recall=off,recall=on", /^recall: given twice$/],
    ["inFlight=0", /^inFlight: expected at least 1$/],
    ["inFlight=99", /^inFlight: expected at most 8$/],
    ["inFlight=2.5", /^inFlight: expected a whole number$/],
    ["inFlight=many", /^inFlight: expected a number$/],
    ["minBatch=100,maxBatch=5", /^minBatch: expected at most maxBatch, which is 5$/],
    ["maxBatch=5", /^minBatch: expected at most maxBatch, which is 5$/],
  ])("are refused: %s", (text, problem) => {
    expect(planTextSchema.safeParse(text).error?.issues[0]?.message).toMatch(problem);
  });

  it("are told as they are read, where they differ from the defaults", () => {
    const text = "inFlight=1,order=arrival,recall=off";
    expect(planText({ ...defaultPlanConfig, ...planTextSchema.parse(text) })).toBe(text);
    expect(planText({ barrier: true })).toBe("barrier=on");
    expect(planText(defaultPlanConfig)).toBe("");
  });
});
