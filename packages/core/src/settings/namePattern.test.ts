import { expect, it } from "vitest";
import { defaultNamePattern, fillNamePattern, namePatternSchema, namesIn } from "./namePattern.ts";

const values = { name: "sea", suffix: "-640", format: "webp", width: 640, height: 480 };

it.each([
  [defaultNamePattern, "sea-640"],
  ["{name}", "sea"],
  ["{width}x{height}", "640x480"],
  ["Ferien {name} ({format})", "Ferien sea (webp)"],
  ["{name}_{name}", "sea_sea"],
  ["plain", "plain"],
])("the pattern %s makes %s", (pattern, name) => {
  expect(fillNamePattern(namePatternSchema.parse(pattern), values)).toBe(name);
});

it("a name that looks like a placeholder stays as it is", () => {
  expect(fillNamePattern("{name}{suffix}", { ...values, name: "{width}" })).toBe("{width}-640");
});

it.each([
  "",
  "a/b",
  "..\\b",
  "{names}",
  "{name",
  "name}",
  "{}",
  "{NAME}",
  "{{name}}",
  "a:b",
  'a"b',
  "a|b?*",
  "a\nb",
  "a\u202eb",
  "x".repeat(101),
])("%j is no pattern", (pattern) => {
  expect(namePatternSchema.safeParse(pattern).success).toBe(false);
});

it("counts the names in it", () => {
  expect(["{name}{suffix}", "{width}", "{name}-{name}"].map(namesIn)).toEqual([1, 0, 2]);
});
