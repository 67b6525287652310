import { describe, expect, it } from "vitest";
import { tableLinks } from "./tableLinks.ts";

const html = tableLinks({
  title: 'Images per "encoder"',
  head: ["encoder", "images", "name"],
  rows: [
    ["1", "-12.5", '=1+"2"'],
    ["2", "3 MB", "<b>&, größe"],
    ["3", "0,5"],
  ],
});

/** Names of the files and what is in them. */
const files = new Map(
  [...html.matchAll(/<a download="([^"]+)" href="data:[\w/]+;charset=utf-8,([^"]*)">/g)].map(([, name = "", content = ""]) => [
    name,
    decodeURIComponent(content),
  ]),
);

describe("the numbers of a table", () => {
  it("can be taken along as CSV, numbers plain, and no text a formula", () => {
    expect(files.get("images-per-encoder-.csv")).toBe(
      ['"encoder","images","name"', `1,-12.5,"'=1+""2"""`, '2,"3 MB","<b>&, größe"', "3,0.5", ""].join("\r\n"),
    );
  });

  it("can be taken along as JSON, a record for each row", () => {
    expect(JSON.parse(files.get("images-per-encoder-.json") ?? "")).toEqual([
      { encoder: "1", images: "-12.5", name: '=1+"2"' },
      { encoder: "2", images: "3 MB", name: "<b>&, größe" },
      { encoder: "3", images: "0,5", name: "" },
    ]);
  });

  it("cannot leave their links", () => expect(html.replaceAll(/href="[^"]*"/g, "")).not.toContain("<b>"));
});
