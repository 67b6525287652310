import { settingsSchema } from "@pixelmill/core";
import { expect, it } from "vitest";
import { ledgerKeys, treatmentName } from "./keys.ts";

const settings = settingsSchema.parse({ outputs: [{}, { format: "webp" }] });

it("gives each output a key of its own, the same every time", () => {
  const keys = ledgerKeys("a", settings, "1");
  expect(new Set(keys).size).toBe(2);
  expect(ledgerKeys("a", structuredClone(settings), "1")).toEqual(keys);
});

it("gives other keys for other bytes, other settings and other encoders", () => {
  const all = [
    ...ledgerKeys("a", settings, "1"),
    ...ledgerKeys("b", settings, "1"),
    ...ledgerKeys("a", settings, "2"),
    ...ledgerKeys("a", { ...settings, minimumSaving: 0.3 }, "1"),
  ];
  expect(new Set(all).size).toBe(8);
});

it("names a treatment without the format", () => {
  const [original, webp] = settings.outputs.map(treatmentName);
  expect(original).toBe(webp);
  expect(original).toMatch(/^[\w-]{11}$/);
});
