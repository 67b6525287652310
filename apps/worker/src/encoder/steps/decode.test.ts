import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ImageInfo, outputSettingsSchema } from "@pixelmill/core";
import type { Sharp } from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import { usualLimits } from "../../testing/limits.ts";
import { inspect } from "../inspect/inspect.ts";
import { setUpSharp } from "../setUpSharp.ts";
import { outputShape } from "../shape.ts";
import { deep, grid } from "../testing/images.ts";
import { convertColour } from "./colour.ts";
import { decode } from "./decode.ts";

let file: string;

beforeAll(async () => {
  setUpSharp();
  file = join(await mkdtemp(join(tmpdir(), "pixelmill-decode-")), "source");
});

afterAll(() => rm(join(file, ".."), { recursive: true }));

/** Decodes the image to a JPEG: whether its header was read again, and the colour space of what comes out. */
async function toJpeg(image: Sharp, change: (info: ImageInfo) => ImageInfo) {
  await writeFile(file, await image.toBuffer());
  const inspected = await inspect(file, { ...usualLimits, maxPixels: 1e6, maxFrames: 1 });
  if (!inspected.ok) throw new Error(inspected.error.message);
  const info = change(inspected.value);
  const shape = outputShape(info, outputSettingsSchema.parse({ format: "jpeg" }));
  const decoded = shape.ok ? await decode(file, info, shape.value, null) : shape;
  if (!shape.ok || !decoded.ok) throw new Error("not decoded");
  const output = convertColour(decoded.value.image, decoded.value.header, info, shape.value).jpeg();
  const { info: written } = await output.toBuffer({ resolveWithObject: true });
  return { readAgain: decoded.value.header !== null, channels: written.channels };
}

const asInspected = (info: ImageInfo): ImageInfo => info;
const withoutGrey = ({ grey: _, ...info }: ImageInfo): ImageInfo => info;

test("the header is not read again where inspection tells whether the image is grey", async () => {
  expect(await toJpeg(grid().png(), asInspected)).toEqual({ readAgain: false, channels: 3 });
  expect(await toJpeg(grid().toColourspace("b-w").png(), asInspected)).toEqual({ readAgain: false, channels: 1 });
});

test("it is where an earlier version inspected the image", async () => {
  expect(await toJpeg(grid().png(), withoutGrey)).toEqual({ readAgain: true, channels: 3 });
  expect(await toJpeg(grid().toColourspace("b-w").png(), withoutGrey)).toEqual({ readAgain: true, channels: 1 });
});

test("it is for a deep image, and for a TIFF", async () => {
  expect(await toJpeg(deep(1).png(), asInspected)).toEqual({ readAgain: true, channels: 1 });
  expect(await toJpeg(grid().tiff(), asInspected)).toEqual({ readAgain: true, channels: 3 });
});
