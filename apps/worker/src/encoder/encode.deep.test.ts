import { native } from "@pixelmill/native";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { setUpSharp } from "./setUpSharp.ts";
import { colours, expectedColours, expectNear } from "./testing/colours.ts";
import { makeTestDesk, type TestDesk } from "./testing/desk.ts";
import { size } from "./testing/images.ts";
import { storedGrid } from "./testing/matrix/picture.ts";
import { withTraits } from "./testing/matrix/traits.ts";

let desk: TestDesk;

beforeAll(async () => {
  setUpSharp();
  desk = await makeTestDesk();
});

afterAll(() => desk.remove());

/** The grid in 16 bits, in Display P3, stored for an orientation. */
const deepGrid = (orientation: number): Promise<Buffer> =>
  withTraits(storedGrid({ alpha: null, orientation }), { orientation, profile: "p3", described: false })
    .toColourspace("rgb16")
    .png()
    .toBuffer();

describe("a picture of 16 bits", () => {
  test.each(["srgb", "keep"] as const)(
    "comes out as a palette where one is asked for, and says that depth was lost: %s",
    async (colour) => {
      for (const orientation of [1, 6]) {
        const { result, output } = await desk.encode(await deepGrid(orientation), { format: "png", colours: 16, colour });
        expect(result).toMatchObject({ status: "optimized", encoding: { colours: 16 }, warnings: ["depthReduced"] });
        expect(await sharp(output).metadata()).toMatchObject({ isPalette: true, depth: "uchar", hasProfile: false });
        expectNear(await colours(output, size.width, size.height), expectedColours(false), 6);
      }
    },
  );

  test.skipIf(native.codecs === null)("comes out as a palette where a search takes one", async () => {
    const { result, output } = await desk.encode(await deepGrid(1), { format: "png", quality: { target: 60 }, minimumSaving: 0 });
    if (result.status !== "optimized") throw new Error(JSON.stringify(result));
    const isPalette = (result.encoding?.colours ?? null) !== null;
    expect(await sharp(output).metadata()).toMatchObject({ isPalette, depth: isPalette ? "uchar" : "ushort" });
    expect(result.warnings.includes("depthReduced")).toBe(isPalette);
  });

  test.each(["jpeg", "avif", "webp"] as const)(
    "keeps its profile and its colours in 8 bits, turned or not: %s",
    async (format) => {
      for (const orientation of [1, 3, 6]) {
        const { output } = await desk.encode(await deepGrid(orientation), { format, colour: "keep", quality: 100 });
        expect(await sharp(output).metadata()).toMatchObject({ hasProfile: true, depth: "uchar", width: 64, height: 48 });
        expectNear(await colours(output, size.width, size.height), expectedColours(false), 6);
      }
    },
  );
});
