import { describe, expect, it } from "vitest";
import { defaultPlanConfig, planConfigSchema } from "./planConfig.ts";
import { planText, planTextSchema } from "./planText.ts";
import { planVariations } from "./variations.ts";

describe("variations of planning", () => {
  it.each(planVariations)("$title: differ from the default in all that they name", ({ plan }) => {
    expect(planTextSchema.parse(planText(plan))).toEqual(plan);
    expect(planConfigSchema.parse({ ...defaultPlanConfig, ...plan })).not.toEqual(defaultPlanConfig);
  });

  it("flip every choice on its own", () => {
    const choices = Object.keys(defaultPlanConfig).filter((name) => typeof defaultPlanConfig[name as "order"] !== "number");
    const alone = planVariations.filter(({ plan }) => Object.keys(plan).length === 1).flatMap(({ plan }) => Object.keys(plan));
    expect(alone).toEqual(expect.arrayContaining(choices));
  });
});
