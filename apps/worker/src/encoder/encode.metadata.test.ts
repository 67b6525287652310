import { metadataPolicies } from "@pixelmill/core";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { exifBlock, exifCredits } from "./metadata/exif.ts";
import { credits, secretsIn, withEverything } from "./metadata/testing/credits.ts";
import { TiffBlock } from "./metadata/tiffBlock.ts";
import { setUpSharp } from "./setUpSharp.ts";
import { expectSameSamples } from "./testing/colours.ts";
import { makeTestDesk, type TestDesk } from "./testing/desk.ts";
import { grid, photo, size } from "./testing/images.ts";

let desk: TestDesk;

beforeAll(async () => {
  setUpSharp();
  desk = await makeTestDesk();
});

afterAll(() => desk.remove());

const targets = ["jpeg", "png", "webp", "avif", "original"] as const;

/** What a file's own metadata says, as sharp reads it. */
async function told(file: Buffer) {
  const { exif, xmpAsString = null, orientation, width, height } = await sharp(file).metadata();
  const tiff = exif === undefined ? null : TiffBlock.of(exifBlock(exif));
  const details = tiff?.number(tiff.first, 0x8769) ?? 0;
  return {
    exif: exif === undefined ? null : exifCredits(exifBlock(exif)),
    hasGps: tiff !== null && tiff.entry(tiff.first, 0x8825) !== null,
    pixels: tiff && [tiff.number(details, 0xa002), tiff.number(details, 0xa003)],
    xmp: xmpAsString,
    orientation: orientation ?? 1,
    size: [width, height],
  };
}

describe.each(["jpeg", "png", "webp", "avif", "tiff"] as const)("of a %s with everything", (source) => {
  const make = async (orientation = 1) => {
    const image = photo(64, 48);
    const lossless = source === "tiff" ? image.tiff({ compression: "none" }) : image.toFormat(source, { quality: 95 });
    return withEverything(lossless, orientation).toBuffer();
  };

  describe.each(targets)("to %s", (format) => {
    test("strip leaves nothing", async () => {
      const bytes = await make();
      expect(secretsIn(bytes)).not.toEqual([]);
      const { result, output } = await desk.encode(bytes, { format });
      expect(result.status).toBe("optimized");
      expect(secretsIn(output)).toEqual([]);
      const header = await sharp(output).metadata();
      expect([header.exif, header.xmp, header.iptc, header.orientation ?? 1]).toEqual([undefined, undefined, undefined, 1]);
    });

    test("keepCopyright leaves the credits and nothing else", async () => {
      const { result, output } = await desk.encode(await make(), { format, metadata: "keepCopyright" });
      if (result.status !== "optimized") throw new Error(result.status);
      expect(result.warnings).not.toContain("metadataLost");
      expect(result.output.bytes).toBe(output.length);
      expect(secretsIn(output)).toEqual([]);
      const { exif, xmp, hasGps } = await told(output);
      expect(hasGps).toBe(false);
      if (format !== "original" || source !== "tiff")
        expect(exif).toEqual({ artist: "Ada Ärlig; Bo Bård", copyright: "© 2026 Ada Ärlig" });
      for (const words of [
        "Bo Bård",
        "© 2026",
        "Agency &amp; Sons",
        "Ask &lt;first&gt;",
        "https://example.org/licence",
        "licenses/by/4.0",
      ])
        expect(xmp).toContain(words);
      expect(xmp).not.toContain("nur deutsch");
    });

    test("keepAll leaves everything, true of the result", async () => {
      const { result, output } = await desk.encode(await make(), {
        format,
        metadata: "keepAll",
        resize: { mode: "width", pixels: 32 },
      });
      if (result.status !== "optimized") throw new Error(result.status);
      const { exif, xmp, pixels, hasGps } = await told(output);
      expect(xmp).toContain("SerialNumber");
      expect(xmp).toContain('t:Orientation="1"');
      if (
        source === "tiff" ||
        (format === "original" && source !== "jpeg" && source !== "png" && source !== "webp" && source !== "avif")
      )
        return;
      expect(exif).toEqual(credits);
      expect(hasGps).toBe(true);
      expect(pixels).toEqual([32, 24]);
    });
  });
});

describe.each(["jpeg", "webp", "png"] as const)("a turned %s", (source) => {
  test.each(targets)("is upright as %s under keepAll, and says so everywhere", async (format) => {
    const bytes = await withEverything(photo(64, 48).toFormat(source, { quality: 95 }), 6).toBuffer();
    const { output } = await desk.encode(bytes, { format, metadata: "keepAll", resize: { mode: "height", pixels: 32 } });
    const { orientation, xmp, pixels, size: dimensions } = await told(output);
    expect(orientation).toBe(1);
    expect(dimensions).toEqual([24, 32]);
    expect(xmp).toContain('t:Orientation="1"');
    expect(pixels).toEqual([24, 32]);
  });
});

describe("an original that an encode would not make smaller", () => {
  const small = () => photo(200, 120).jpeg({ quality: 20, mozjpeg: true });

  test("is delivered without its metadata, its pixels untouched", async () => {
    const bytes = await withEverything(small()).toBuffer();
    const { result, output, leftovers } = await desk.encode(bytes, { quality: 95 });
    expect(result).toMatchObject({ status: "optimized", warnings: [], output: { bytes: output.length } });
    expect(output.length).toBeLessThan(bytes.length - 500);
    expect(secretsIn(output)).toEqual([]);
    expectSameSamples(await sharp(output).raw().toBuffer(), await sharp(bytes).raw().toBuffer());
    expect(leftovers).toEqual([]);
  });

  test("keeps the tag that turns it, and that alone", async () => {
    const bytes = await withEverything(small(), 6).toBuffer();
    const { result, output } = await desk.encode(bytes, { quality: 95 });
    expect(result).toMatchObject({ status: "optimized", output: { width: 120, height: 200 } });
    expect(secretsIn(output)).toEqual([]);
    const { orientation, xmp, exif } = await sharp(output).metadata();
    expect([orientation, xmp]).toEqual([6, undefined]);
    expect(exif?.length).toBeLessThan(50);
  });

  test("keeps its credits where they are to be kept", async () => {
    const bytes = await withEverything(small(), 8).toBuffer();
    const { output } = await desk.encode(bytes, { quality: 95, metadata: "keepCopyright" });
    expect(secretsIn(output)).toEqual([]);
    expect(await told(output)).toMatchObject({ exif: { copyright: "© 2026 Ada Ärlig" }, orientation: 8 });
  });

  test("is kept as it is where everything is to be kept", async () => {
    const bytes = await withEverything(small(), 6).toBuffer();
    const { result } = await desk.encode(bytes, { quality: 95, metadata: "keepAll" });
    expect(result).toMatchObject({ status: "keptOriginal", reason: "wouldBeLarger", warnings: [] });
  });

  test.each(metadataPolicies)("is the same again in a second run under %s", async (metadata) => {
    const bytes = await withEverything(small(), 6).toBuffer();
    const first = await desk.encode(bytes, { quality: 95, metadata });
    const made = first.result.status === "optimized" ? first.output : bytes;
    expect((await desk.encode(made, { quality: 95, metadata })).result.status).toBe("keptOriginal");
  });

  test.each(["png", "webp", "avif", "gif", "tiff"] as const)("is delivered without its metadata as %s too", async (format) => {
    const image = grid().toFormat(format, format === "webp" || format === "avif" ? { quality: 1, effort: 6 } : {});
    const bytes = await withEverything(image).toBuffer();
    const { result, output } = await desk.encode(bytes, { quality: 100, minimumSaving: 0.9 });
    if (result.status === "keptOriginal") expect(secretsIn(bytes)).toEqual([]);
    else {
      expect(secretsIn(output)).toEqual([]);
      expectSameSamples(await sharp(output).raw().toBuffer(), await sharp(bytes).raw().toBuffer());
      expect(await sharp(output).metadata()).toMatchObject({ ...size });
    }
  });
});
