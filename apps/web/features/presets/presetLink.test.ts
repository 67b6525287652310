import { defaultSettings, presetNames, presetSettings, type SettingsInput, settingsSchema } from "@pixelmill/core";
import { describe, expect, it } from "vitest";
import { presetLink, settingsInHash } from "./presetLink.ts";

const hashOf = (link: string) => new URL(link).hash;

const some: readonly SettingsInput[] = [
  {},
  ...presetNames.map(presetSettings),
  { outputs: [{ format: "auto", candidates: ["avif"], quality: { target: 82 } }], names: "{name}-größe", keepTree: false },
  { outputs: [{ quality: "lossless" }], minimumSaving: 0 },
];

describe("the link of settings", () => {
  it.each(some.map((input) => [JSON.stringify(input), input]))("brings them all: %s", (_, input) => {
    const settings = settingsSchema.parse(input);
    expect(settingsInHash(hashOf(presetLink("http://mill:8080", settings)))).toEqual(settings);
  });

  it("is short where little differs from the defaults", () => {
    expect(presetLink("http://mill:8080", defaultSettings)).toBe("http://mill:8080/#settings=eyJvdXRwdXRzIjpbe31dfQ");
  });

  it("that was cut off, or asks for what there is not, brings none", () => {
    const link = presetLink("http://mill", settingsSchema.parse({ outputs: [{ format: "webp" }] }));
    expect(settingsInHash(hashOf(link).slice(0, -3))).toBeNull();
    expect(settingsInHash("#settings=eyJvdXRwdXRzIjpbXX0")).toBeNull();
    expect(settingsInHash("#settings=*")).toBeNull();
  });

  it("is no other place on a page", () => {
    expect(settingsInHash("")).toBeUndefined();
    expect(settingsInHash("#content")).toBeUndefined();
  });
});
