import { blankPng } from "./blankPng.ts";
import { hugeHeader, manyScans } from "./jpegBombs.ts";
import { manyFrames } from "./manyFrames.ts";
import { blur, entities, externalEntity, externalReferences, nesting, references, turbulence } from "./svgBombs.ts";

/** A file made to take more than it is worth. */
export interface Bomb {
  readonly name: string;
  readonly bytes: Buffer;
}

/** Recipes of pictures, by the name of their file: bytes written one by one, none of them kept anywhere. */
const pictures: Readonly<Record<string, () => Buffer>> = {
  "50000-squared.png": () => blankPng({ width: 50_000, height: 50_000, bits: 1 }),
  "16383-squared.png": () => blankPng({ width: 16_383, height: 16_383, bits: 1 }),
  "16383-squared-rgba.png": () => blankPng({ width: 16_383, height: 16_383, bits: 32 }),
  "10000-frames.gif": () => manyFrames(10_000, 200),
  "100000-frames.gif": () => manyFrames(100_000, 200),
  "65500-squared.jpg": () => hugeHeader(65_500),
};

/** Recipes of drawings. `address` is where they look for another file. */
const drawings: Readonly<Record<string, (address: string) => string>> = {
  "turbulence.svg": turbulence,
  "blur.svg": blur,
  "nesting.svg": () => nesting(40_000),
  "references.svg": references,
  "entities.svg": entities,
  "external-entity.svg": externalEntity,
  "external-references.svg": externalReferences,
};

/** Pictures that say in their header that they are too much. */
export const pictureBombs = (): Bomb[] => Object.entries(pictures).map(([name, make]) => ({ name, bytes: make() }));

/** Drawings that are small as text. Those that refer to another file name `address`. */
export const drawingBombs = (address: string): Bomb[] =>
  Object.entries(drawings).map(([name, make]) => ({ name, bytes: Buffer.from(make(address)) }));

/** A picture whose header says nothing of the work it makes: 4 megapixels, gone through 200,000 times, minutes of a core. */
export const slowBomb = (): Bomb => ({ name: "many-scans.jpg", bytes: manyScans(2000, 200_000) });
