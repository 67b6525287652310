import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { drawingBombs, pictureBombs } from "../bench/bombs/bombs.ts";
import { besiege, wordsOf } from "./testing/bombs.ts";

const secret = "what only this machine may read";

let folder: string;
let secretFile: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "pixelmill-secret-"));
  secretFile = join(folder, "secret.svg");
  await writeFile(secretFile, `<svg xmlns="http://www.w3.org/2000/svg"><text id="a">${secret}</text></svg>`);
});

afterAll(() => rm(folder, { recursive: true }));

const tooManyPixels = (megapixels: number) =>
  `tooManyPixels: The image has ${megapixels} megapixels; the limit is 100 (setting MAX_MEGAPIXELS).`;
const tooManyFrames = (frames: number) =>
  `tooManyFrames: The animation has ${frames} frames; the limit is 1000 (setting MAX_FRAMES).`;

const notDrawn = expect.stringMatching(/^svgNotSupported: /);
/** Minified as text, which is all that is ever done with it. */
const harmless = [expect.stringMatching(/^(?:optimized|keptOriginal)$/), notDrawn];
const refused = (code: string) => [expect.stringMatching(`^${code}: `), expect.stringMatching(`^${code}: |^svgNotSupported: `)];

describe.runIf(process.platform === "linux")("bombs", () => {
  it("are refused from their header or do no harm, and a job beside them is done whole", { timeout: 240_000 }, async () => {
    const pictures = { bombs: pictureBombs(), outputs: [{ format: "webp" }] } as const;
    const drawings = {
      bombs: drawingBombs(pathToFileURL(secretFile).href),
      outputs: [{ format: "original" }, { format: "webp" }],
    } as const;
    await besiege({ MEMORY_LIMIT: "600M" }, [pictures, drawings], async ({ verdicts, damaged, memory, budgetBytes, result }) => {
      const [ofPictures, ofDrawings] = verdicts.map((of) =>
        Object.fromEntries([...of].map(([name, results]) => [name, results.map(wordsOf)])),
      );
      expect(ofPictures).toEqual({
        "50000-squared.png": [tooManyPixels(2500)],
        "16383-squared.png": [tooManyPixels(268.5)],
        "16383-squared-rgba.png": [tooManyPixels(268.5)],
        "10000-frames.gif": [tooManyFrames(10_000)],
        "100000-frames.gif": [tooManyFrames(100_000)],
        "65500-squared.jpg": [tooManyPixels(4290.3)],
      });
      expect(ofDrawings).toEqual({
        "turbulence.svg": harmless,
        "blur.svg": harmless,
        "nesting.svg": refused("unsupportedVariant"),
        "references.svg": harmless,
        "entities.svg": refused("unsupportedVariant"),
        "external-entity.svg": refused("unsupportedVariant"),
        "external-references.svg": harmless,
      });
      expect((await result("external-references.svg")).toString()).not.toContain(secret);
      expect(damaged).toEqual([]);
      expect(memory.one).toBeGreaterThan(0);
      expect(memory.together).toBeLessThanOrEqual(budgetBytes);
    });
  });
});
