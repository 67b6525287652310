import type { TaskView } from "@pixelmill/core";
import { describe, expect, it } from "vitest";
import { freeName, makeExtras, wantedExtras } from "./extraFiles.ts";
import { pictureSnippetsPage } from "./pictureSnippets.ts";

describe("wantedExtras", () => {
  it.each([
    ["", []],
    ["manifest=1", ["manifest.csv"]],
    ["manifest=csv&other=1", ["manifest.csv"]],
    ["manifest=json&pictures=1", ["manifest.json", "pictures.html"]],
  ])("of %j are %j", (query, names) => {
    expect(wantedExtras(new URLSearchParams(query))).toEqual({ ok: true, value: names });
  });

  it.each(["manifest=xml", "pictures=yes"])("refuses %j", (query) => {
    expect(wantedExtras(new URLSearchParams(query))).toMatchObject({ ok: false, error: { code: "invalidRequest" } });
  });
});

it("an extra file has a name that no delivered file has", () => {
  expect(freeName("manifest.csv", new Set())).toBe("manifest.csv");
  expect(freeName("manifest.csv", new Set(["manifest.csv", "manifest (2).csv"]))).toBe("manifest (3).csv");
});

it("a page of pictures is left out where no image has several files", () => {
  const none: readonly TaskView[] = [];
  expect(makeExtras(["pictures.html", "manifest.csv"], none, new Set(["manifest.csv"]))).toMatchObject([
    { name: "manifest (2).csv" },
  ]);
});

describe("pictureSnippetsPage", () => {
  const files = (["jpeg", "webp"] as const).map((format) => ({ path: `x/a.${format}`, format, width: 40, height: 30 }));

  it("shows every image that has several files, under its escaped name", () => {
    const page = pictureSnippetsPage([
      { path: "<script>.jpg", files },
      { path: "alone.jpg", files: files.slice(1) },
    ]);
    expect(page).toContain("<h2>&lt;script&gt;.jpg</h2>\n<picture>\n");
    expect(page).toContain('<img src="x/a.jpeg" width="40" height="30" alt="">');
    expect(page).not.toContain("alone.jpg");
  });

  it("is none where there is nothing to show", () => {
    expect(pictureSnippetsPage([{ path: "alone.jpg", files: files.slice(1) }])).toBeNull();
  });
});
