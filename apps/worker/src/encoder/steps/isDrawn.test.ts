import type { Sharp } from "sharp";
import sharp from "sharp";
import { expect, test } from "vitest";
import { drawing } from "../testing/drawing.ts";
import { photo, scene } from "../testing/images.ts";
import { isDrawn } from "./isDrawn.ts";

async function drawn(image: Sharp): Promise<boolean> {
  const { data, info } = await image.removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return isDrawn({ data, width: info.width, height: info.height });
}

const plain = (background: string) => sharp({ create: { width: 60, height: 40, channels: 3, background } });

test.each<[string, () => Sharp]>([
  ["coloured marks on white", () => drawing(200, 150)],
  ["a screenshot of one line in red", () => plain("#fff").composite([{ input: line("#c00") }])],
])("%s are drawn", async (_, make) => {
  expect(await drawn(sharp(await make().png().toBuffer()))).toBe(true);
});

test.each<[string, () => Sharp]>([
  ["noise", () => photo(200, 150)],
  ["smooth shapes", () => scene(200, 150)],
  ["one colour", () => plain("#36c")],
  ["black on white", () => plain("#fff").composite([{ input: line("#000") }])],
  ["a soft edge of colour", () => drawing(200, 150).blur(3)],
])("%s are not", async (_, make) => {
  expect(await drawn(sharp(await make().png().toBuffer()))).toBe(false);
});

/** A thin slanted line. */
const line = (colour: string): Buffer =>
  Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="60" height="40"><path d="M2 2L58 38" stroke="${colour}" stroke-width="2"/></svg>`,
  );
