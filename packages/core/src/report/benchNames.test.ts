import { describe, expect, it } from "vitest";
import { settingsSchema } from "../settings/settings.ts";
import { caseName, trialName } from "./benchNames.ts";
import { makeTrial } from "./testing/sampleReport.ts";

describe("the name of a case", () => {
  it.each([
    [{ format: "webp" }, "photos → webp"],
    [{ format: "jpeg", quality: 70 }, "photos → jpeg q70"],
    [{ format: "avif", resize: { mode: "longest", pixels: 1920 } }, "photos → avif at longest 1920"],
  ])("of %j is %s", (settings, name) => {
    expect(caseName({ set: { name: "photos" }, settings: settingsSchema.parse({ outputs: [settings] }) })).toBe(name);
  });
});

it("the name of a trial begins with what it is for", () => {
  expect(trialName(makeTrial())).toBe("small: photos → webp");
});
