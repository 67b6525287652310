import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { makeInfo } from "../dispatch/testing/simulation.ts";
import { isDrawing, sourceFormats, targetFormats } from "../formats/formats.ts";
import { geometryOf } from "../settings/geometry.ts";
import { type OutputSettings, type SettingsInput, settingsSchema } from "../settings/settings.ts";
import type { ImageInfo } from "./imageInfo.ts";
import { isHeld, maxHeldBytes, passesOf } from "./passes.ts";
import { triedFormats } from "./triedFormats.ts";

/** The passes, with the places of their outputs alone. */
const passes = (info: Partial<ImageInfo>, outputs: SettingsInput["outputs"]) =>
  passesOf(makeInfo(info), settingsSchema.parse({ outputs }).outputs).map((pass) => ({
    ...pass,
    sizes: pass.sizes.map((size) => ({ ...size, outputs: size.outputs.map(({ index }) => index) })),
  }));
const width = (pixels: number) => ({ resize: { mode: "width" as const, pixels } });

describe("the passes of a task", () => {
  it("are one that streams where there is one output, whatever its size", () => {
    const streams = [{ frames: 1, heldBytesPerPixel: null, sizes: [{ width: 1000, height: 1000, outputs: [0] }] }];
    expect(passes({}, [{ format: "webp" }])).toEqual(streams);
    expect(passes({ width: 20_000, height: 20_000 }, [width(1000)])).toEqual(streams);
  });

  it("are one with a cascade where outputs can share, the largest size first", () => {
    expect(passes({}, [{ format: "avif", ...width(100) }, { format: "webp" }, width(100), width(500)])).toEqual([
      {
        frames: 1,
        heldBytesPerPixel: 3,
        sizes: [
          { width: 1000, height: 1000, outputs: [1] },
          { width: 500, height: 500, outputs: [3] },
          { width: 100, height: 100, outputs: [0, 2] },
        ],
      },
    ]);
  });

  it("have the higher first of sizes that are as wide, which rounding makes of a narrow picture", () => {
    const longest = (pixels: number) => ({ resize: { mode: "longest" as const, pixels } });
    const [pass] = passes({ width: 10, height: 1000 }, [longest(980), longest(990)]);
    expect(pass?.sizes).toEqual([
      { width: 10, height: 990, outputs: [1] },
      { width: 10, height: 980, outputs: [0] },
    ]);
  });

  it("share the whole picture at one size among what boxes make of it, and never cut a size out of another", () => {
    const box = { mode: "box", width: 200, height: 100 } as const;
    const wishes = (["cover", "contain", "inside"] as const).map((fit) => ({ resize: { ...box, fit } }));
    expect(passes({}, [...wishes, width(200), { resize: { ...box, fit: "cover", position: "entropy" } }])).toEqual([
      {
        frames: 1,
        heldBytesPerPixel: 3,
        sizes: [
          { width: 200, height: 200, outputs: [0, 3, 4] },
          { width: 100, height: 100, outputs: [1, 2] },
        ],
      },
    ]);
  });

  it("stream what is enlarged: it would be a blurred source of the others", () => {
    const enlarged = { resize: { mode: "percent", percent: 200, enlarge: true } } as const;
    expect(passes({}, [enlarged, width(500), width(250)])).toMatchObject([
      { heldBytesPerPixel: null, sizes: [{ width: 2000, height: 2000, outputs: [0] }] },
      { heldBytesPerPixel: 3, sizes: [{ outputs: [1] }, { outputs: [2] }] },
    ]);
  });

  it("are none of a drawing, which has no pixels", () => {
    expect(passes({ format: "svg" }, [{}, { format: "webp" }])).toEqual([]);
  });

  it("hold alpha, and 16 bits where an output keeps them", () => {
    const heldBytes = (info: Partial<ImageInfo>) => passes(info, [{}, { format: "jpeg" }])[0]?.heldBytesPerPixel;
    expect(heldBytes({ format: "webp", hasAlpha: true })).toBe(4);
    expect(heldBytes({ format: "png", bitDepth: 16 })).toBe(6);
    expect(heldBytes({ format: "avif", bitDepth: 10 })).toBe(6);
    expect(passes({ format: "png", bitDepth: 16 }, [{ format: "webp" }, { format: "jpeg" }])[0]?.heldBytesPerPixel).toBe(3);
  });

  it("hold nothing large: what is too large streams alone, and one that is left has nothing to share", () => {
    const large = { width: 6000, height: 4000 };
    const sizes = (outputs: SettingsInput["outputs"]) =>
      passes(large, outputs).map((pass) => pass.sizes.map(({ outputs: of }) => of));
    expect(sizes([{ format: "webp" }, width(640), width(320)])).toEqual([[[0]], [[1], [2]]]);
    expect(sizes([{ format: "webp" }, { format: "jpeg" }, width(320)])).toEqual([[[0]], [[1]], [[2]]]);
  });

  it("stream each output that keeps frames, and share the first frame among the others", () => {
    const animation = { format: "gif", frames: 5 } as const;
    expect(passes(animation, [{}, { format: "webp" }, { format: "png" }, { format: "jpeg" }])).toMatchObject([
      { frames: 5, heldBytesPerPixel: null, sizes: [{ outputs: [0] }] },
      { frames: 5, heldBytesPerPixel: null, sizes: [{ outputs: [1] }] },
      { frames: 1, heldBytesPerPixel: 3, sizes: [{ outputs: [2, 3] }] },
    ]);
    expect(passes({ format: "tiff", frames: 3 }, [{}, { format: "webp" }]).map(({ frames }) => frames)).toEqual([3, 1]);
  });

  it("hold the pixels of an output that is encoded again and again, alone where they are many", () => {
    const target = { quality: { target: 75 } } as const;
    expect(passes({}, [target])).toMatchObject([{ heldBytesPerPixel: 3, sizes: [{ outputs: [0] }] }]);
    expect(passes({}, [{ format: "auto" }, { quality: { maxBytes: 9 } }])).toMatchObject([
      { heldBytesPerPixel: 3, sizes: [{ outputs: [0, 1] }] },
    ]);
    expect(passes({ width: 6000, height: 4000 }, [target, width(640), width(320)])).toMatchObject([
      { heldBytesPerPixel: 3, sizes: [{ width: 6000, outputs: [0] }] },
      { heldBytesPerPixel: 3, sizes: [{ outputs: [1] }, { outputs: [2] }] },
    ]);
    expect(passes({ format: "gif", frames: 5 }, [{ format: "webp", ...target }])).toMatchObject([
      { frames: 5, heldBytesPerPixel: 3 },
    ]);
  });

  it("hold what is compared with what was written without loss, and stream what is lossless by itself", () => {
    const held = (info: Partial<ImageInfo>, output: Partial<OutputSettings>) => passes(info, [output])[0]?.heldBytesPerPixel;
    const lossless = { quality: "lossless" } as const;
    expect(held({ hasAlpha: true, format: "png" }, { format: "webp", ...lossless })).toBe(4);
    expect(held({}, { format: "avif", ...lossless })).toBe(3);
    expect(held({}, lossless)).toBeNull();
    expect(held({ format: "png" }, lossless)).toBeNull();
    expect(held({ format: "gif" }, { quality: { target: 75 } })).toBeNull();
    expect(held({ format: "webp", lossless: true }, {})).toBe(3);
    expect(held({ format: "webp", lossless: true }, { quality: 80 })).toBeNull();
    expect(held({ format: "webp", lossless: true }, { format: "webp" })).toBeNull();
    expect(held({ format: "webp", lossless: false }, {})).toBeNull();
  });

  it("make each output once at its size, of no size larger than the one before, and hold no more than the limit", () => {
    const side = fc.integer({ min: 1, max: 20_000 });
    const info = fc
      .record({
        format: fc.constantFrom(...sourceFormats.filter((each) => !isDrawing(each))),
        width: side,
        height: side,
        frames: fc.constantFrom(1, 1, 3),
        hasAlpha: fc.boolean(),
      })
      .map(makeInfo);
    const enlarge = fc.boolean();
    const fit = fc.constantFrom("inside" as const, "cover" as const, "contain" as const);
    const resize = fc.oneof(
      fc.record({ mode: fc.constantFrom("width" as const, "shortest" as const), pixels: side, enlarge }),
      fc.record({ mode: fc.constant("box" as const), width: side, height: side, fit, enlarge }),
    );
    const output = fc.record({ format: fc.constantFrom(...targetFormats), resize: fc.option(resize) });
    const outputs = fc.uniqueArray(output, { minLength: 1, maxLength: 8, selector: (each) => JSON.stringify(each) });
    fc.assert(
      fc.property(info, outputs, (source, wishes) => {
        const settings = settingsSchema.parse({ outputs: wishes });
        const made = passesOf(source, settings.outputs);
        const all = made.flatMap((pass) => pass.sizes.flatMap((size) => size.outputs.map((output) => ({ output, size, pass }))));
        expect(all.map(({ output }) => output.index).toSorted((a, b) => a - b)).toEqual(wishes.map((_, index) => index));
        for (const { output, size } of all) {
          expect(output.settings).toBe(settings.outputs[output.index]);
          expect(output.formats).toEqual(triedFormats(source, output.settings));
          expect(output.geometry).toEqual(geometryOf(source, output.settings.resize));
          expect(size).toMatchObject(output.geometry.scaled);
        }
        for (const { heldBytesPerPixel, sizes } of made) {
          const [first] = sizes.flatMap(({ outputs: of }) => of);
          const alone = sizes.length === 1 && sizes[0]?.outputs.length === 1 && first !== undefined;
          if (heldBytesPerPixel === null) expect(alone).toBe(true);
          // What has to be held is, whatever its size.
          if (alone && first !== undefined && isHeld(source, first)) continue;
          sizes.forEach((size, at) => {
            if (heldBytesPerPixel === null) return;
            const before = sizes[at - 1] ?? source;
            expect(size.width <= before.width && size.height <= before.height).toBe(true);
            expect(size.width * size.height * (heldBytesPerPixel ?? 0)).toBeLessThanOrEqual(maxHeldBytes);
          });
        }
      }),
    );
  });
});
