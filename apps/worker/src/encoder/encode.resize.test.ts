import { geometryOf, type OutputSettingsInput, type ResizeInput, resizedDimensions } from "@pixelmill/core";
import sharp, { type Sharp } from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { setUpSharp } from "./setUpSharp.ts";
import { type Encoded, makeTestDesk, type TestDesk } from "./testing/desk.ts";
import { scene } from "./testing/images.ts";

let desk: TestDesk;

beforeAll(async () => {
  setUpSharp();
  desk = await makeTestDesk();
});

afterAll(() => desk.remove());

const size = { width: 300, height: 100 } as const;
const [red, green, blue, white] = [
  [200, 30, 30],
  [30, 200, 30],
  [30, 30, 200],
  [255, 255, 255],
] as const;

/** Three squares of 100 pixels: red, green, blue. `alpha` of all of them, 0–255; opaque where left out. */
function flag(alpha?: number): Sharp {
  const channels = alpha === undefined ? 3 : 4;
  const pixels = Buffer.alloc(size.width * size.height * channels);
  for (let at = 0; at < size.width * size.height; at++) {
    const colour = [red, green, blue][Math.floor((at % size.width) / 100)] ?? red;
    pixels.set(alpha === undefined ? colour : [...colour, alpha], at * channels);
  }
  return sharp(pixels, { raw: { ...size, channels } });
}

/** The three squares with a mark that moves along their lower edge, in three frames. */
async function animation(format: "gif" | "webp"): Promise<Buffer> {
  const mark = await sharp({ create: { width: 6, height: 6, channels: 3, background: "#000" } })
    .png()
    .toBuffer();
  const frames = await Promise.all(
    [0, 1, 2].map(async (frame) =>
      flag()
        .composite([{ input: mark, left: 90 + 50 * frame, top: 94 }])
        .png()
        .toBuffer(),
    ),
  );
  const joined = sharp(frames, { join: { animated: true } });
  const timing = { delay: [100, 200, 300], loop: 3 };
  return format === "gif" ? joined.gif(timing).toBuffer() : joined.webp({ ...timing, lossless: true }).toBuffer();
}

function made(encoded: Encoded | undefined): Buffer {
  if (encoded?.result.status !== "optimized") throw new Error(JSON.stringify(encoded?.result));
  return encoded.output;
}

interface Samples {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  at(x: number, y: number): readonly number[];
}

/** The samples of the first frame, in sRGB. */
async function samplesOf(image: Buffer): Promise<Samples> {
  const { data, info } = await sharp(image, { pages: 1 }).toColourspace("srgb").raw().toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  return {
    width,
    height,
    channels,
    at: (x, y) => [...data.subarray((y * width + x) * channels, (y * width + x + 1) * channels)],
  };
}

function expectColour(actual: readonly number[], expected: readonly number[], tolerance = 14): void {
  expected.forEach((value, channel) => {
    expect(Math.abs((actual[channel] ?? Number.NaN) - value), `${actual} for ${expected}`).toBeLessThanOrEqual(tolerance);
  });
}

const sources: readonly (readonly [string, () => Promise<Buffer>])[] = [
  ["png", () => flag().png().toBuffer()],
  ["jpeg", () => flag().jpeg({ quality: 95, chromaSubsampling: "4:4:4" }).toBuffer()],
  [
    "turned jpeg",
    () => flag().rotate(270).jpeg({ quality: 95, chromaSubsampling: "4:4:4" }).withMetadata({ orientation: 6 }).toBuffer(),
  ],
  ["webp", () => flag().webp({ lossless: true }).toBuffer()],
  ["16-bit png", () => flag().toColourspace("rgb16").png().toBuffer()],
  ["png with alpha", () => flag(255).png().toBuffer()],
  ["animated gif", () => animation("gif")],
  ["animated webp", () => animation("webp")],
];
const formats = ["original", "jpeg", "png", "webp"] as const;
const sharing: OutputSettingsInput = { format: "png", resize: { mode: "width", pixels: 8 } };

/** An output alone, from file to file, and beside another, from held pixels: the bytes of both. */
async function bothWays(bytes: Buffer, wish: OutputSettingsInput): Promise<Buffer[]> {
  const alone = await desk.encode(bytes, wish);
  const [shared] = await desk.encodeAll(bytes, [wish, sharing]);
  return [made(alone), made(shared)];
}

describe.each(sources)("a %s", (name, make) => {
  const box = { mode: "box", width: 50, height: 50 } as const;

  test.each(formats)("covers a box, as %s: its middle, its sides cut off", async (format) => {
    for (const output of await bothWays(await make(), { format, resize: { ...box, fit: "cover" } })) {
      const samples = await samplesOf(output);
      expect([samples.width, samples.height]).toEqual([50, 50]);
      for (const [x, y] of [
        [2, 2],
        [47, 2],
        [25, 25],
        [2, 47],
        [47, 47],
      ] as const)
        expectColour(samples.at(x, y), green);
    }
  });

  test.each(formats)("is contained in a box, as %s: whole, on a border", async (format) => {
    for (const output of await bothWays(await make(), { format, resize: { ...box, fit: "contain" } })) {
      const samples = await samplesOf(output);
      expect([samples.width, samples.height]).toEqual([50, 50]);
      const isClear = !(format === "jpeg" || (format === "original" && name.endsWith("jpeg")));
      for (const [x, y] of [
        [0, 0],
        [49, 0],
        [25, 13],
        [0, 49],
        [49, 49],
      ] as const)
        if (isClear) expect(samples.at(x, y)[3], `${x}, ${y}`).toBe(0);
        else expectColour(samples.at(x, y), white);
      expectColour(samples.at(8, 25), red, 24);
      expectColour(samples.at(25, 25), green, 24);
      expectColour(samples.at(41, 25), blue, 24);
    }
  });

  test("is inside a box, whole and without a border", async () => {
    for (const output of await bothWays(await make(), { format: "png", resize: box })) {
      const samples = await samplesOf(output);
      expect([samples.width, samples.height]).toEqual([50, 17]);
      expectColour(samples.at(2, 2), red);
      expectColour(samples.at(47, 14), blue);
    }
  });

  const wishes: readonly ResizeInput[] = [
    { mode: "percent", percent: 50 },
    { mode: "percent", percent: 150, enlarge: true },
    { mode: "width", pixels: 450, enlarge: true },
    { mode: "width", pixels: 450 },
    { ...box, width: 40, height: 90, fit: "cover", position: "attention" },
    { ...box, width: 40, height: 90, fit: "cover", position: "entropy" },
    { ...box, width: 600, height: 400, fit: "cover" },
    { ...box, width: 600, height: 400, fit: "cover", enlarge: true },
    { ...box, width: 600, height: 400, fit: "contain" },
    { ...box, width: 600, height: 400, fit: "contain", enlarge: true },
    { ...box, width: 333, height: 77 },
  ];

  test.each(wishes)("has exactly core's size under %j, each frame of it", async (resize) => {
    const bytes = await make();
    const expected = resizedDimensions(size, resize);
    const frames = name.startsWith("animated") ? 3 : 1;
    for (const encoded of [
      await desk.encode(bytes, { resize }),
      ...(await desk.encodeAll(bytes, [{ resize }, sharing])).slice(0, 1),
    ]) {
      expect(encoded.leftovers).toEqual([]);
      const { result } = encoded;
      if (result.status === "failed") throw new Error(result.error.message);
      expect(result.output).toMatchObject({ ...expected, frames });
      const header = await sharp(result.status === "optimized" ? encoded.output : bytes, { pages: -1 }).metadata();
      const upright = header.autoOrient;
      expect({ width: upright.width, height: header.pageHeight ?? upright.height }).toEqual(expected);
      expect(header.pages ?? 1).toBe(frames);
    }
  });
});

describe("what is kept of a picture that is cut", () => {
  /** Grey, with one small detailed patch of a colour that draws the eye, its middle at `x`. */
  function patch(x: number): Promise<Buffer> {
    const [width, height] = [400, 100];
    const pixels = Buffer.alloc(width * height * 3, 128);
    for (let row = 30; row < 70; row++)
      for (let column = x - 20; column < x + 20; column++)
        pixels.set((row + column) % 7 < 4 ? [230, 120, 90] : [120, 40, 20], (row * width + column) * 3);
    return sharp(pixels, { raw: { width, height, channels: 3 } })
      .png()
      .toBuffer();
  }

  const isPatch = ([r = 0, g = 0]: readonly number[]): boolean => r - g > 40;

  test.each(["attention", "entropy"] as const)("under %s is where something is, wherever that lies", async (position) => {
    const resize = { mode: "box", width: 50, height: 50, fit: "cover", position } as const;
    for (const x of [40, 200, 360])
      for (const output of await bothWays(await patch(x), { format: "png", resize })) {
        const samples = await samplesOf(output);
        const seen = Array.from({ length: 50 }, (_, column) => samples.at(column, 25)).filter(isPatch).length;
        expect(seen, `patch at ${x}`).toBeGreaterThanOrEqual(15);
      }
  });

  test("under centre is the middle", async () => {
    const resize = { mode: "box", width: 50, height: 50, fit: "cover" } as const;
    const samples = await samplesOf(made(await desk.encode(await patch(40), { format: "png", resize })));
    expect(Array.from({ length: 50 }, (_, column) => samples.at(column, 25)).some(isPatch)).toBe(false);
  });
});

test("a border leaves the picture's own transparency as it is", async () => {
  const resize = { mode: "box", width: 50, height: 50, fit: "contain" } as const;
  for (const output of await bothWays(await flag(128).png().toBuffer(), { format: "png", resize })) {
    const samples = await samplesOf(output);
    expect([samples.at(25, 2)[3], samples.at(25, 25)[3]]).toEqual([0, 128]);
  }
  const jpeg = await samplesOf(made(await desk.encode(await flag(128).png().toBuffer(), { format: "jpeg", resize })));
  expectColour(jpeg.at(25, 2), white);
  expectColour(
    jpeg.at(25, 25),
    green.map((value) => (value + 255) / 2),
  );
});

test("a grey picture stays grey on its border", async () => {
  const grey = await flag().toColourspace("b-w").png().toBuffer();
  const resize = { mode: "box", width: 50, height: 50, fit: "contain" } as const;
  const [jpeg, png] = await desk.encodeAll(grey, [
    { format: "jpeg", resize },
    { format: "png", resize },
  ]);
  expect(await sharp(made(jpeg)).metadata()).toMatchObject({ channels: 1, width: 50, height: 50 });
  expect(await sharp(made(png)).metadata()).toMatchObject({ channels: 2, width: 50, height: 50, hasAlpha: true });
});

describe("sharpening", () => {
  const half = { resize: { mode: "width", pixels: 200 } } as const;

  /** Rings with hard edges. */
  function rings(width: number, height: number): Sharp {
    const pixels = Buffer.alloc(width * height * 3);
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++)
        pixels.fill(
          Math.sin(Math.hypot(x - width / 2, y - height / 2) / 15) > 0 ? 170 : 90,
          (y * width + x) * 3,
          (y * width + x + 1) * 3,
        );
    return sharp(pixels, { raw: { width, height, channels: 3 } });
  }

  /** Mean of the absolute differences of neighbours in a row: how crisp an image is. */
  async function crispness(image: Buffer): Promise<number> {
    const { data, info } = await sharp(image).greyscale().raw().toBuffer({ resolveWithObject: true });
    let sum = 0;
    for (let at = 1; at < data.length; at++) if (at % info.width !== 0) sum += Math.abs((data[at] ?? 0) - (data[at - 1] ?? 0));
    return sum / data.length;
  }

  test("makes what was reduced crisper by a few per cent, alone and from held pixels alike", async () => {
    const bytes = await rings(800, 600).png().toBuffer();
    const plain = await crispness(made(await desk.encode(bytes, { ...half, format: "png" })));
    for (const output of await bothWays(bytes, { ...half, format: "png", sharpen: true })) {
      const gain = (await crispness(output)) / plain;
      expect(gain).toBeGreaterThan(1.02);
      expect(gain).toBeLessThan(1.4);
    }
  });

  test("leaves alone what is hardly smaller, drawings and animations", async () => {
    const bytes = await rings(800, 600).png().toBuffer();
    const drawing = await rings(800, 600).png({ palette: true, colours: 16 }).toBuffer();
    const same = async (source: Buffer, wish: OutputSettingsInput) => {
      const [one, other] = [await desk.encode(source, wish), await desk.encode(source, { ...wish, sharpen: true })];
      return made(one).equals(made(other));
    };
    expect(await same(bytes, { format: "png", resize: { mode: "width", pixels: 401 } })).toBe(true);
    expect(await same(bytes, { format: "png", ...half })).toBe(false);
    expect(await same(drawing, { format: "png", ...half })).toBe(true);
    expect(await same(await animation("webp"), { format: "webp", resize: { mode: "width", pixels: 100 } })).toBe(true);
  });

  test("changes no flat area, and nothing of transparency", async () => {
    const resize = { mode: "width", pixels: 100 } as const;
    const samples = await samplesOf(
      made(await desk.encode(await flag(128).png().toBuffer(), { format: "png", resize, sharpen: true })),
    );
    expectColour(samples.at(16, 16), [...red, 128], 2);
    expectColour(samples.at(50, 16), [...green, 128], 2);
  });

  test("keeps 16 bits", async () => {
    const deep = await rings(800, 600).toColourspace("rgb16").png().toBuffer();
    const output = made(await desk.encode(deep, { ...half, format: "png", sharpen: true }));
    expect(await sharp(output).metadata()).toMatchObject({ depth: "ushort", width: 200 });
  });
});

test("several boxes and sizes of one source are each what they would be alone", async () => {
  const bytes = await scene(600, 400).png().toBuffer();
  const wishes: readonly OutputSettingsInput[] = [
    { mode: "box" as const, width: 200, height: 200, fit: "cover" as const },
    { mode: "box" as const, width: 200, height: 200, fit: "cover" as const, position: "attention" as const },
    { mode: "box" as const, width: 200, height: 200, fit: "contain" as const },
    { mode: "width" as const, pixels: 300 },
    { mode: "percent" as const, percent: 150, enlarge: true },
  ].map((resize) => ({ format: "png", resize }));
  const together = await desk.encodeAll(bytes, [...wishes]);
  for (const [at, wish] of wishes.entries()) {
    const [one, other] = await Promise.all([made(together[at]), made(await desk.encode(bytes, wish))].map(samplesOf));
    if (one === undefined || other === undefined) throw new Error("an output is missing");
    expect([one.width, one.height]).toEqual([other.width, other.height]);
    const { width, height } = geometryOf({ width: 600, height: 400 }, wish.resize ?? null);
    expect([one.width, one.height]).toEqual([width, height]);
    for (const [x, y] of [
      [0.1, 0.5],
      [0.5, 0.5],
      [0.9, 0.5],
      [0.5, 0.1],
    ] as const) {
      const [column, row] = [Math.floor(x * width), Math.floor(y * height)];
      expectColour(one.at(column, row), other.at(column, row), 20);
    }
  }
});
