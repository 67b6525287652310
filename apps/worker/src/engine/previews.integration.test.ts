import { mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { maxShownPixels, settingsSchema } from "@pixelmill/core";
import { native } from "@pixelmill/native";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { silentLog } from "../pool/log.ts";
import { anId } from "../store/testing/samples.ts";
import { usualLimits } from "../testing/limits.ts";
import { createEngine, type Engine } from "./engine.ts";

let directory: string;
let engine: Engine;
/** Tasks that have ended. */
const ended: string[] = [];

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "pixelmill-previews-"));
  engine = await startEngine("desks", 4e9);
});

afterAll(async () => {
  await engine.stop(0);
  await rm(directory, { recursive: true });
});

async function startEngine(desks: string, memoryLimitBytes: number): Promise<Engine> {
  const started = createEngine({
    desksDir: join(directory, desks),
    encoders: 1,
    memoryLimitBytes,
    limits: { ...usualLimits, maxPixels: 2e8, maxFrames: 10 },
    log: silentLog,
    listener: { taskQueued: () => {}, taskRunning: () => {}, taskEnded: async ({ task }) => void ended.push(task.id) },
  });
  await started.start();
  return started;
}

interface Made {
  readonly by?: Engine;
  /** What of its bytes is left once it was inspected. */
  readonly left?: number;
}

/** The preview of a file; null where there is none better than the file itself. */
async function preview(bytes: Uint8Array, { by = engine, left = bytes.length }: Made = {}) {
  const { sourceFile, id, info } = await inspected(bytes, by);
  await writeFile(sourceFile, bytes.subarray(0, left));
  return by.preview({ id, info, sourceFile, isWanted: () => true }, async (file) => {
    await rename(file, `${sourceFile}.png`);
    return readFile(`${sourceFile}.png`);
  });
}

async function inspected(bytes: Uint8Array, by = engine) {
  const id = anId();
  const sourceFile = join(directory, id);
  await writeFile(sourceFile, bytes);
  const info = await by.inspect(sourceFile);
  if (!info.ok) throw new Error(info.error.message);
  return { id, sourceFile, info: info.value };
}

const red = (width: number, height: number) => sharp({ create: { width, height, channels: 3, background: "#c00000" } });

const fixture = (name: string) => readFile(fileURLToPath(new URL(`../encoder/testing/fixtures/${name}`, import.meta.url)));

/** Size and format of a picture, and the colour at its upper left. */
async function look(picture: Buffer | null) {
  if (picture === null) return null;
  const { format, width, height, depth } = await sharp(picture).metadata();
  return { format, width, height, depth };
}

describe("a preview", () => {
  it("has the very pixels of a TIFF, upright", async () => {
    const pixels = await sharp({
      create: { width: 60, height: 40, channels: 3, background: "#888", noise: { type: "gaussian", mean: 128, sigma: 40 } },
    })
      .raw()
      .toBuffer();
    const tiff = await sharp(pixels, { raw: { width: 60, height: 40, channels: 3 } })
      .withMetadata({ orientation: 6 })
      .tiff()
      .toBuffer();
    const made = await preview(tiff);
    if (!made.ok || made.value === null) throw new Error("no preview");
    expect(await look(made.value)).toEqual({ format: "png", width: 40, height: 60, depth: "uchar" });
    expect(await sharp(made.value).raw().toBuffer()).toEqual(await sharp(tiff).autoOrient().raw().toBuffer());
  });

  it("of a HEIC photo is one that browsers show", async () => {
    const made = await preview(await fixture("grid.heic"));
    expect(made.ok && (await look(made.value))).toMatchObject({ format: "png" });
  });

  it.skipIf(native.decoders === null)("of a JPEG XL is one that browsers show", async () => {
    const made = await preview(await fixture("lossy.jxl"));
    expect(made.ok && (await look(made.value))).toMatchObject({ format: "png" });
  });

  it("of a picture with very many pixels is smaller, its proportions kept", async () => {
    const [width, height] = [10_000, 5200];
    const made = await preview(await red(width, height).jpeg().toBuffer());
    const facts = made.ok ? await look(made.value) : null;
    expect(facts).toMatchObject({ format: "png", width: 9805, height: 5099 });
    expect((facts?.width ?? 0) * (facts?.height ?? 0)).toBeLessThanOrEqual(maxShownPixels);
  });

  it.each([
    ["TIFF", () => red(300, 200).tiff({ compression: "none" }).toBuffer()],
    ["HEIC", () => fixture("grid.heic")],
  ])("of a %s that is cut off is refused with a code, and the next one is made", async (_, make) => {
    const bytes = await make();
    const made = await preview(bytes, { left: bytes.length / 2 });
    expect(made).toMatchObject({ ok: false, error: { code: expect.stringMatching(/^(corrupt|truncated)Image$/) } });
    expect((await preview(await red(8, 8).tiff().toBuffer())).ok).toBe(true);
  });

  it("leaves nothing on the desk", async () => {
    await preview(await red(8, 8).tiff().toBuffer());
    const desks = join(directory, "desks", "previews");
    for (const desk of await readdir(desks)) {
      for (const folder of ["in", "out"]) expect(await readdir(join(desks, desk, folder))).toEqual([]);
    }
  });

  it("that nobody wants any more is not made", async () => {
    const take = vi.fn();
    const wish = { ...(await inspected(await red(8, 8).tiff().toBuffer())), isWanted: () => false };
    expect(await engine.preview(wish, take)).toMatchObject({ ok: false, error: { code: "unavailable" } });
    expect(take).not.toHaveBeenCalled();
  });

  it("does not wait for encodes", async () => {
    const { info, sourceFile } = await inspected(await red(4000, 3000).jpeg().toBuffer());
    const settings = settingsSchema.parse({ outputs: [{ format: "avif", effort: "smallest" }] });
    const ids = [anId(), anId(), anId(), anId()];
    engine.submit(ids.map((id) => ({ task: { id, jobId: id, priority: "normal", info, settings }, sourceFile })));
    expect((await preview(await red(80, 80).tiff().toBuffer())).ok).toBe(true);
    expect(ended).toEqual([]);
    engine.cancel(ids);
  });
});

it("a preview that the budget has no room for is refused, and says so", async () => {
  const small = await startEngine("small", 500e6);
  try {
    const { info, ...file } = await inspected(await red(8, 8).jpeg().toBuffer(), small);
    // Decoded as a whole.
    const large = { ...info, width: 10_000, height: 10_000, progressive: true, fullChroma: true };
    const wish = { ...file, info: large, isWanted: () => true };
    expect(await small.preview(wish, async () => {})).toMatchObject({ ok: false, error: { code: "exceedsMemory" } });
    expect((await preview(await red(80, 80).tiff().toBuffer(), { by: small })).ok).toBe(true);
  } finally {
    await small.stop(0);
  }
});
