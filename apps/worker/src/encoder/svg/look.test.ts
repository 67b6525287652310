import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";
import { beforeAll, describe, expect, it } from "vitest";
import { corpusDirectory } from "../../testing/corpus.ts";
import { minifySvg } from "./minifySvg.ts";
import { svgRoot } from "./svgRoot.ts";
import { decodeSvg } from "./svgText.ts";

// Encoders never draw: it is done here alone, to see that nothing is to be seen.
beforeAll(() => sharp.unblock({ operation: ["VipsForeignLoadSvg"] }));

/** Pixels of a drawing 500 wide, transparency and all; null where librsvg draws nothing of it. */
async function drawn(svg: string): Promise<Buffer | null> {
  try {
    const bytes = Buffer.from(svg);
    const { width } = await sharp(bytes).metadata();
    const density = Math.min(2000, (72 * 500) / width);
    return await sharp(bytes, { density }).resize(500).ensureAlpha().raw().toBuffer();
  } catch {
    return null;
  }
}

/** Largest and mean difference of two drawings' samples, 0–255. */
async function difference(one: string, other: string): Promise<{ most: number; mean: number }> {
  const [a, b] = [await drawn(one), await drawn(other)];
  if (a === null || b === null) return { most: a === b ? 0 : 255, mean: a === b ? 0 : 255 };
  expect(a.length).toBe(b.length);
  let [most, sum] = [0, 0];
  for (let at = 0; at < a.length; at++) {
    const apart = Math.abs((a[at] ?? 0) - (b[at] ?? 0));
    most = Math.max(most, apart);
    sum += apart;
  }
  return { most, mean: sum / a.length };
}

async function minified(text: string): Promise<string | null> {
  const root = svgRoot(text);
  return root.ok ? minifySvg(text, root.value, { keepMetadata: false }) : null;
}

const drawings: Readonly<Record<string, string>> = {
  "curves and arcs": `<path fill="none" stroke="#123456" stroke-width="1.333333" stroke-linejoin="round"
    d="M 10.123456 10.5 C 20.000001 20.5 40.333333 5.25 60.75 30.125 S 80 90 20 80 A 25.5 26.25 30 0 1 10.123456 10.5 Z
    M 70 70 l 0.0004 0.0004 l 20 -3.5 q 3 4 -2 8 t -9 9"/>`,
  "a small drawing in a large scale": `<g transform="translate(50 50) scale(1000) rotate(12.5)">
    <path fill="teal" d="M -0.0304 -0.0201 L 0.0312 -0.0143 C 0.02 0.03 0.01 0.02 -0.0304 0.0299 Z"/></g>`,
  "groups, gradients and clips": `<defs><linearGradient id="a"><stop offset="0.123456" stop-color="#ff0000"/>
    <stop offset="1" stop-color="rgb(0,128,255)" stop-opacity="0.5"/></linearGradient><clipPath id="c"><circle cx="50" cy="50" r="40"/></clipPath></defs>
    <g clip-path="url(#c)"><g fill="url(#a)" opacity="0.8"><rect x="5" y="5" width="60" height="60"/><g><ellipse cx="60" cy="60" rx="30" ry="20"/></g></g></g>`,
  "rules and uses": `<style>.a &gt; path { fill: #ff8800; stroke: black } </style><g class="a"><path id="p" d="M 10 10 L 50 10 L 30 40 Z"/></g>
    <use href="#p" x="20" y="40" transform="rotate(10 40 60)"/><g stroke="blue"><g stroke="red"><path d="M5 90 L95 90"/></g></g>`,
  "dashes and points": `<path stroke="black" fill="none" stroke-width="0.3" d="M 10 20 L 40 20 L 40 20 L 70 60 L 90 60 z m 5 5 l 1e-3 0"/>
    <path stroke-dasharray="4 2.5" stroke="green" stroke-linecap="round" d="M 10 80 H 90 M 50 90 L 50 90"/>`,
};

describe("a minified drawing", () => {
  it.each(Object.entries(drawings))("of %s is smaller and looks the same", async (_, content) => {
    const text = `<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">\n  ${content}\n</svg>\n`;
    const small = await minified(text);
    expect(await drawn(text)).not.toBeNull();
    expect((small ?? text).length).toBeLessThan(text.length * 0.97);
    expect(await difference(text, small ?? "")).toMatchObject({ most: expect.toSatisfy((most: number) => most <= 8) });
  });
});

const folder = join(corpusDirectory, "valid", "resvg");

describe.skipIf(!existsSync(folder))("a minified drawing of the collection (../shared beside the repository)", () => {
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".svg")) : [];
  it.each(names)("%s looks the same", async (name) => {
    const text = decodeSvg(readFileSync(join(folder, name)));
    if (!text.ok) return;
    const small = await minified(text.value);
    if (small === null) return;
    expect(small.length).toBeLessThanOrEqual(text.value.length);
    const { most, mean } = await difference(text.value, small);
    expect(mean).toBeLessThan(0.02);
    expect(most).toBeLessThanOrEqual(24);
  });
});
