import { formats, type ImageFormat, outputFormat, resizedDimensions, type TargetFormat } from "@pixelmill/core";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { setUpSharp } from "./setUpSharp.ts";
import { colours, expectedColours, expectNear } from "./testing/colours.ts";
import { makeTestDesk, type TestDesk } from "./testing/desk.ts";
import { size } from "./testing/images.ts";
import { type Source, sources } from "./testing/sources.ts";

let desk: TestDesk;

beforeAll(async () => {
  setUpSharp();
  desk = await makeTestDesk();
});

afterAll(() => desk.remove());

const targets: readonly TargetFormat[] = ["original", "jpeg", "png", "webp", "avif"];
const resizes = [null, { mode: "longest", pixels: 48 }] as const;

const framesOf = ({ format, frames = 1 }: Source, output: ImageFormat): number => {
  if (format === output) return formats[format].holdsFrames ? frames : 1;
  return format === "gif" && output === "webp" ? frames : 1;
};

const sharpFormat = (format: ImageFormat): string => (format === "avif" ? "heif" : format);

describe.each(sources)("$name", (source) => {
  describe.each(targets)("to %s", (target) => {
    test.each(resizes)("resized to %o", async (resize) => {
      const bytes = await source.make();
      const { result, output, leftovers } = await desk.encode(bytes, { format: target, resize });
      const format = outputFormat(source.format, target);
      const dimensions = resizedDimensions(size, resize);
      const frames = framesOf(source, format);
      expect(leftovers).toEqual([]);
      if (result.status === "failed") throw new Error(result.error.code);

      const delivered = result.status === "optimized" ? output : bytes;
      expect(result.output).toEqual({ format, ...dimensions, frames, bytes: delivered.length });
      const header = await sharp(delivered, { pages: -1 }).metadata();
      expect(header.format).toBe(sharpFormat(format));
      expect({ width: header.width, height: header.pageHeight ?? header.height }).toEqual(dimensions);
      expect(header.pages ?? 1).toBe(frames);
      const holdsAlpha = source.transparent === true && formats[format].holdsAlpha;
      if (holdsAlpha) expect(header.hasAlpha).toBe(true);
      expectNear(
        await colours(delivered, dimensions.width, dimensions.height),
        expectedColours(source.transparent === true),
        (source.loss ?? 2) + (formats[format].quality === null ? 0 : 16),
      );

      expect(result.warnings.includes("firstFrameOnly")).toBe(frames < (source.frames ?? 1));
      expect(result.warnings.includes("alphaFlattened")).toBe(source.transparent === true && format === "jpeg");
      const mayKeep = format === source.format && resize === null;
      if (result.status === "keptOriginal") expect(mayKeep).toBe(true);
      else if (mayKeep) expect(delivered.length).toBeLessThanOrEqual(bytes.length * 0.98);
      expect(result.warnings.includes("larger")).toBe(result.status === "optimized" && delivered.length > bytes.length);
    });
  });
});
