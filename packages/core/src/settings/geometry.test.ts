import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Dimensions, geometryOf, isPadded, resizedDimensions, sameSize } from "./geometry.ts";
import { boxFits, cropPositions, percentRange, type Resize, resizeSchema, sideModes, sideRange } from "./resize.ts";

const source = { width: 4000, height: 3000 };
const box = { mode: "box", width: 800, height: 800 } as const;

describe("a side", () => {
  it.each([
    ["width", 2000, 2000, 1500],
    ["height", 1500, 2000, 1500],
    ["longest", 1000, 1000, 750],
    ["shortest", 300, 400, 300],
    ["width", 4000, 4000, 3000],
    ["width", 9000, 4000, 3000],
  ] as const)("%s=%i gives %i × %i", (mode, pixels, width, height) => {
    expect(resizedDimensions(source, { mode, pixels })).toEqual({ width, height });
  });

  it("is enlarged where that is asked for, and only then", () => {
    expect(resizedDimensions({ width: 40, height: 30 }, { mode: "longest", pixels: 80 })).toEqual({ width: 40, height: 30 });
    const enlarged = { mode: "longest", pixels: 80, enlarge: true } as const;
    expect(resizedDimensions({ width: 40, height: 30 }, enlarged)).toEqual({ width: 80, height: 60 });
  });

  it("is at least one pixel", () => {
    expect(resizedDimensions({ width: 10_000, height: 2 }, { mode: "width", pixels: 100 })).toEqual({ width: 100, height: 1 });
  });

  it("stays where there is no wish", () => {
    expect(resizedDimensions(source, null)).toEqual(source);
  });
});

describe("a percentage", () => {
  it.each([
    [50, false, 2000, 1500],
    [33, false, 1320, 990],
    [200, false, 4000, 3000],
    [200, true, 8000, 6000],
  ] as const)("of %i, enlarging %s, gives %i × %i", (percent, enlarge, width, height) => {
    expect(resizedDimensions(source, { mode: "percent", percent, enlarge })).toEqual({ width, height });
  });
});

describe("a box of 800 × 800", () => {
  it("holds the whole picture inside", () => {
    const scaled = { width: 800, height: 600 };
    expect(geometryOf(source, box)).toEqual({ ...scaled, scaled, crop: null });
    expect(geometryOf(source, { ...box, fit: "inside" })).toEqual({ ...scaled, scaled, crop: null });
  });

  it("contains it with a border, which a picture that is too small gets as well", () => {
    const contain = { ...box, fit: "contain" } as const;
    const size = { width: 800, height: 800, crop: null };
    expect(geometryOf(source, contain)).toEqual({ ...size, scaled: { width: 800, height: 600 } });
    const small = { width: 80, height: 60 };
    expect(geometryOf(small, contain)).toEqual({ ...size, scaled: small });
    expect(geometryOf(small, { ...contain, enlarge: true })).toEqual({ ...size, scaled: { width: 800, height: 600 } });
  });

  it("is covered by it, the rest cut off", () => {
    const cover = { ...box, fit: "cover" } as const;
    const scaled = { width: 1067, height: 800 };
    expect(geometryOf(source, cover)).toEqual({ width: 800, height: 800, scaled, crop: "centre" });
    expect(geometryOf(source, { ...cover, position: "attention" })).toMatchObject({ scaled, crop: "attention" });
    expect(geometryOf({ width: 3000, height: 3000 }, cover)).toMatchObject({ width: 800, height: 800, crop: null });
  });

  it("is made smaller, of the same shape, where only enlarging would fill it", () => {
    const cover = { ...box, width: 800, height: 400, fit: "cover" } as const;
    const small = { width: 600, height: 500 };
    expect(geometryOf(small, cover)).toEqual({ width: 600, height: 300, scaled: small, crop: "centre" });
    expect(geometryOf(small, { ...cover, enlarge: true })).toMatchObject({ width: 800, height: 400, scaled: { width: 800 } });
  });
});

const side = fc.integer({ min: 1, max: 20_000 });
const dimensions: fc.Arbitrary<Dimensions> = fc.record({ width: side, height: side });
const enlarge = fc.boolean();
const pixels = fc.integer(sideRange);
const anyResize: fc.Arbitrary<Resize> = fc.oneof(
  fc.record({ mode: fc.constantFrom(...sideModes), pixels, enlarge }),
  fc.record({ mode: fc.constant("percent" as const), percent: fc.integer(percentRange), enlarge }),
  fc
    .record({
      mode: fc.constant("box" as const),
      width: pixels,
      height: pixels,
      fit: fc.constantFrom(...boxFits),
      position: fc.constantFrom(...cropPositions),
      enlarge,
    })
    .map((wish) => (wish.fit === "cover" ? wish : { ...wish, position: "centre" as const })),
);

describe("for any source and any wish", () => {
  const check = (property: (from: Dimensions, wish: Resize, made: ReturnType<typeof geometryOf>) => void) =>
    fc.assert(
      fc.property(dimensions, anyResize, (from, wish) => property(from, resizeSchema.parse(wish), geometryOf(from, wish))),
      { numRuns: 500 },
    );

  it("every side is a whole number of pixels, at least one", () => {
    check((_, __, { width, height, scaled }) => {
      for (const length of [width, height, scaled.width, scaled.height]) {
        expect(Number.isInteger(length)).toBe(true);
        expect(length).toBeGreaterThanOrEqual(1);
      }
    });
  });

  it("the whole picture keeps its aspect ratio to the pixel", () => {
    check((from, _, { scaled }) => {
      // The true sides lie within half a pixel of the rounded ones, but for those held at one pixel.
      const scale = scaled.width > scaled.height ? scaled.width / from.width : scaled.height / from.height;
      const slack = 0.5 + 0.5 * (Math.min(from.width, from.height) / Math.max(from.width, from.height)) + 1e-6;
      for (const name of ["width", "height"] as const)
        if (scaled[name] > 1) expect(Math.abs(scaled[name] - from[name] * scale)).toBeLessThanOrEqual(slack);
    });
  });

  it("nothing is enlarged unless it is asked for", () => {
    check((from, wish, { scaled }) => {
      if (wish.enlarge) return;
      expect(scaled.width <= from.width && scaled.height <= from.height).toBe(true);
    });
  });

  it("the side that was named comes out", () => {
    check((from, wish, { width, height, scaled }) => {
      if (!("pixels" in wish) || (sameSize(scaled, from) && !wish.enlarge)) return;
      const sides = { width, height, longest: Math.max(width, height), shortest: Math.min(width, height) };
      expect(sides[wish.mode]).toBe(wish.pixels);
    });
  });

  it("a box is filled, framed or held to, and cut only by cover, padded only by contain", () => {
    check((_, wish, made) => {
      const { width, height, scaled, crop } = made;
      expect(crop !== null).toBe(width < scaled.width || height < scaled.height);
      if (wish.mode !== "box" || wish.fit !== "cover") expect(crop).toBeNull();
      if (wish.mode !== "box" || wish.fit !== "contain") expect(isPadded(made)).toBe(false);
      if (wish.mode !== "box") return;
      expect(width <= wish.width && height <= wish.height).toBe(true);
      if (wish.fit === "contain" || (wish.fit === "cover" && wish.enlarge)) expect(made).toMatchObject(sizeOf(wish));
      // Cut along one side only: as much as there is of the picture is shown.
      if (crop !== null) expect(width === scaled.width || height === scaled.height).toBe(true);
    });
  });
});

const sizeOf = ({ width, height }: Dimensions): Dimensions => ({ width, height });

describe("a size wish", () => {
  it.each([
    { mode: "box", width: 8, height: 8, position: "attention" },
    { mode: "box", width: 8, height: 8, fit: "contain", position: "entropy" },
    { mode: "box", width: 8 },
    { mode: "box", width: 8, height: 8, fit: "fill" },
    { mode: "percent", percent: 0 },
    { mode: "percent", percent: 1001 },
    { mode: "percent", percent: 12.5 },
    { mode: "width", pixels: 8, position: "centre" },
    { mode: "width", percent: 50 },
  ])("is none as %j", (wish) => {
    expect(resizeSchema.safeParse(wish).success).toBe(false);
  });

  it("of an earlier version is one still", () => {
    expect(resizeSchema.parse({ mode: "longest", pixels: 1920 })).toEqual({ mode: "longest", pixels: 1920, enlarge: false });
  });
});
