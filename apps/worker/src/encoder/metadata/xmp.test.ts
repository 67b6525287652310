import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { secretsIn, xmpPacket } from "./testing/credits.ts";
import { truthfulXmp } from "./xmp.ts";
import { type CreditProperty, writeXmp, xmpCredits } from "./xmpCredits.ts";

describe("the credits of an XMP packet", () => {
  test("are found in attributes, elements, lists, alternatives and structures, and nothing else is", () => {
    expect([...xmpCredits(Buffer.from(xmpPacket(6)))].toSorted()).toEqual([
      ["cc:license", ["https://creativecommons.org/licenses/by/4.0/"]],
      ["dc:creator", ["Ada Ärlig", "Bo Bård"]],
      ["dc:rights", ["© 2026 Ada Ärlig"]],
      ["photoshop:Credit", ["Agency & Sons"]],
      ["plus:LicensorURL", ["https://example.org/licence"]],
      ["xmpRights:Marked", ["True"]],
      ["xmpRights:UsageTerms", ["Ask <first>"]],
    ]);
  });

  test("are the same when they are written and read again", () => {
    const found = xmpCredits(Buffer.from(xmpPacket(6)));
    const written = writeXmp(found) ?? Buffer.alloc(0);
    expect(secretsIn(written)).toEqual([]);
    expect([...xmpCredits(written)].toSorted()).toEqual([...found].toSorted());
    expect(writeXmp(new Map())).toBeNull();
  });

  test("of any text are well-formed", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", minLength: 1, maxLength: 40 }), (text) => {
        const values = new Map<CreditProperty, readonly string[]>([
          ["dc:rights", [text]],
          ["cc:license", [text]],
        ]);
        const packet = writeXmp(values) ?? Buffer.alloc(0);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is left out
        const kept = text.replace(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, "").trim();
        expect(xmpCredits(packet).get("dc:rights")?.[0]?.length ?? 0).toBe(
          kept === "" ? 0 : kept.replaceAll("\r\n", "\n").length,
        );
      }),
    );
  });

  test.each([
    ["no XML", "<x><y></x>"],
    [
      "entities of its own",
      '<!DOCTYPE x [<!ENTITY a "b">]><x xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:rights>&a;</dc:rights></x>',
    ],
    ["elements in elements without end", "<a>".repeat(10_000)],
    ["a namespace that is not bound", "<dc:rights>x</dc:rights>"],
    ["nothing", ""],
  ])("are none where there is %s", (_, packet) => {
    expect(xmpCredits(Buffer.from(packet)).size).toBe(0);
  });

  test("are none of a packet in another encoding, or of an endless one", () => {
    expect(xmpCredits(Buffer.from(xmpPacket(1), "utf16le")).size).toBe(0);
    expect(xmpCredits(Buffer.concat([Buffer.from(xmpPacket(1)), Buffer.alloc(2_000_000, 0x20)])).size).toBe(0);
  });
});

describe("an XMP packet", () => {
  const picture = { width: 640, height: 480 };

  test("says of its picture what is true, whatever the prefix, as attribute or as element", () => {
    const packet = `<x xmlns:q='http://ns.adobe.com/tiff/1.0/' xmlns:e="http://ns.adobe.com/exif/1.0/" q:Orientation='6'
      other:Orientation="6"><q:ImageWidth>9</q:ImageWidth><e:PixelYDimension>9</e:PixelYDimension></x>`;
    expect(truthfulXmp(Buffer.from(packet), picture)?.toString()).toBe(
      packet
        .replace("q:Orientation='6'", "q:Orientation='1'")
        .replace("<q:ImageWidth>9", "<q:ImageWidth>640")
        .replace("<e:PixelYDimension>9", "<e:PixelYDimension>480"),
    );
  });

  test("speaks no more of a gain map or a film that is gone", () => {
    const packet = `<d xmlns:hdrgm="http://ns.adobe.com/hdr-gain-map/1.0/" xmlns:Container="http://ns.google.com/photos/1.0/container/"
 hdrgm:Version="1.0" keep="1"><Container:Directory><li hdrgm:x='1'/></Container:Directory><b/><Container:None/></d>`;
    const left = truthfulXmp(Buffer.from(packet), picture)?.toString() ?? "";
    expect(left).not.toMatch(/hdrgm:V|<Container:|hdrgm:x/);
    expect(left).toMatch(/keep="1"><b\/><\/d>$/);
  });

  test("that is too large or no UTF-8 is none", () => {
    expect(truthfulXmp(Buffer.alloc(70_000, 0x20), picture)).toBeNull();
    expect(truthfulXmp(Buffer.from([0xff, 0xfe, 0x00]), picture)).toBeNull();
  });
});
