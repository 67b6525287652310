import { gunzipSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { setUpSharp } from "../setUpSharp.ts";
import { makeTestDesk, type TestDesk } from "../testing/desk.ts";

let desk: TestDesk;

beforeAll(async () => {
  setUpSharp();
  desk = await makeTestDesk();
});

afterAll(() => desk.remove());

const drawing = (content = "", attributes = 'viewBox="0 0 24 16"') =>
  Buffer.from(`<?xml version="1.0"?>
<!-- A comment that nobody sees, long enough to be worth its removal. -->
<svg xmlns="http://www.w3.org/2000/svg" ${attributes}>
  <path fill="#ff0000" d="M 4.000 4.000 L 20.000 4.000 L 20.000 12.000 Z"/>
  ${content}
</svg>
`);

describe("a drawing", () => {
  it("comes out as itself, smaller, whatever size is wished", async () => {
    for (const resize of [null, { mode: "width", pixels: 12 }, { mode: "box", width: 8, height: 8, fit: "cover" }] as const) {
      const { result, output, leftovers } = await desk.encode(drawing(), { resize });
      expect(leftovers).toEqual([]);
      expect(result).toEqual({
        status: "optimized",
        output: { format: "svg", width: 24, height: 16, frames: 1, bytes: output.length },
        warnings: [],
      });
      expect(output.toString()).toBe(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 16"><path fill="red" d="M4 4h16v8Z"/></svg>',
      );
    }
  });

  it("comes out packed where it came packed, smaller than it was and with the same text", async () => {
    const { result, output } = await desk.encode(gzipSync(drawing()));
    expect(result).toMatchObject({ status: "optimized", output: { format: "svg", bytes: output.length } });
    expect(gunzipSync(output).toString()).toBe((await desk.encode(drawing())).output.toString());
    const minified = await desk.encode(output);
    expect(minified.result).toMatchObject({ status: "keptOriginal", reason: "wouldBeLarger" });
  });

  it("comes out as nothing else, beside itself", async () => {
    const encoded = await desk.encodeAll(drawing(), [{}, { format: "png" }, { format: "webp", quality: 50 }, { format: "auto" }]);
    expect(encoded.map(({ result }) => (result.status === "failed" ? result.error.code : result.status))).toEqual([
      "optimized",
      "svgNotSupported",
      "svgNotSupported",
      "optimized",
    ]);
  });

  it("is kept where nothing can be left out, or too little, or nothing safely", async () => {
    const small = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 1"><path d="M0 0h1v1z"/></svg>');
    expect((await desk.encode(small)).result).toMatchObject({ status: "keptOriginal", reason: "wouldBeLarger" });
    const spaced = Buffer.concat([small, Buffer.from(" ")]);
    expect((await desk.encode(spaced)).result).toMatchObject({ status: "keptOriginal", reason: "belowMinimumSaving" });
    expect((await desk.encode(spaced, { minimumSaving: 0 })).output).toEqual(small);
    const { result } = await desk.encode(drawing("<metadata>me</metadata><script>go()</script>"));
    expect(result).toEqual({
      status: "keptOriginal",
      reason: "notMinified",
      output: { format: "svg", width: 24, height: 16, frames: 1, bytes: expect.any(Number) },
      warnings: ["metadataKept"],
    });
  });

  it("says of itself what the settings keep: its metadata goes with its small saving, or stays", async () => {
    const own = `<metadata>${"x".repeat(30)}</metadata>`;
    const path = `<path d="${"M0 0h1v1Z".repeat(500)}"/>`;
    const bytes = Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 1">${own}${path}</svg>`);
    const stripped = await desk.encode(bytes);
    expect(stripped.result.status).toBe("optimized");
    expect(stripped.output.toString()).not.toContain("metadata");
    expect((await desk.encode(bytes, { metadata: "keepAll" })).result).toMatchObject({ status: "keptOriginal", warnings: [] });
  });

  it.each([
    ["cut off", drawing().subarray(0, 200), "truncatedImage"],
    ["cut off behind an element", drawing().subarray(0, drawing().lastIndexOf("</svg>")), "truncatedImage"],
    ["of tags that do not close", drawing("<g></path>"), "corruptImage"],
    ["with an entity that nobody declared", drawing("<text>&laugh;</text>"), "corruptImage"],
    ["with entities of its own", Buffer.from('<!DOCTYPE svg [<!ENTITY a "b">]><svg>&a;</svg>'), "unsupportedVariant"],
    ["of twenty thousand levels", drawing("<g>".repeat(20_000) + "</g>".repeat(20_000)), "unsupportedVariant"],
  ])("%s fails with its code", async (_, bytes, code) => {
    const { result, leftovers } = await desk.encode(bytes);
    expect(result).toMatchObject({ status: "failed", error: { code } });
    expect(leftovers).toEqual([]);
  });

  it("is inspected by its outermost element", async () => {
    expect(await desk.inspect(drawing("<metadata/>", 'width="10mm" viewBox="0 0 20 10"'))).toEqual({
      ok: true,
      value: {
        format: "svg",
        width: 38,
        height: 19,
        frames: 1,
        hasAlpha: true,
        orientation: 1,
        progressive: false,
        hasMetadata: false,
        bitDepth: 8,
        fullChroma: false,
        bytes: drawing("<metadata/>", 'width="10mm" viewBox="0 0 20 10"').length,
      },
    });
    expect(await desk.inspect(drawing("<metadata>x</metadata>"))).toMatchObject({ value: { width: 24, hasMetadata: true } });
  });
});
