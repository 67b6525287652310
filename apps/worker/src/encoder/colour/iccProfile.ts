import type { Chromaticity, ColourDescription, Transfer } from "./description.ts";

/** The white of the profile connection space. */
const d50: Vector = [0.9642, 1, 0.8249];

type Vector = readonly [number, number, number];
type Matrix = readonly [Vector, Vector, Vector];

/** Bradford's cone responses, which profiles adapt whites with: https://www.color.org/specification/ICC.1-2022-05.pdf, annex E. */
const bradford: Matrix = [
  [0.8951, 0.2664, -0.1614],
  [-0.7502, 1.7135, 0.0367],
  [0.0389, -0.0685, 1.0296],
];

/** Light of an SDR white in HDR pictures, in cd/m²: https://www.itu.int/pub/R-REP-BT.2408. */
const referenceWhite = 203;
const tableEntries = 4096;

/** An ICC profile, version 4, of what a file says of its colours in numbers; of a grey picture its curve alone. */
export function iccProfile(description: ColourDescription, isGrey: boolean): Buffer {
  const curve = curveTag(description.transfer);
  const white = tag("XYZ ", s15Fixed16(...d50));
  const named = [
    ["desc", textTag("Described in the file")],
    ["cprt", textTag("No copyright")],
    ["wtpt", white],
  ] as const;
  if (isGrey) return profile("GRAY", [...named, ["kTRC", curve]]);
  const [adaptation, [red, green, blue]] = colorants(description);
  return profile("RGB ", [
    ...named,
    ["chad", tag("sf32", s15Fixed16(...adaptation.flat()))],
    ["rXYZ", tag("XYZ ", s15Fixed16(...red))],
    ["gXYZ", tag("XYZ ", s15Fixed16(...green))],
    ["bXYZ", tag("XYZ ", s15Fixed16(...blue))],
    ["rTRC", curve],
    ["gTRC", curve],
    ["bTRC", curve],
  ]);
}

/** Header, table of tags, tags. The same curve is written once. */
function profile(space: string, tags: readonly (readonly [string, Buffer])[]): Buffer {
  const bodies = [...new Set(tags.map(([, body]) => body))];
  const first = 128 + 4 + tags.length * 12;
  const offsets = new Map<Buffer, number>();
  let at = first;
  for (const body of bodies) {
    offsets.set(body, at);
    at += body.length;
  }
  const table = Buffer.concat([
    u32(tags.length),
    ...tags.map(([name, body]) => Buffer.concat([ascii(name), u32(offsets.get(body) ?? 0), u32(body.length)])),
  ]);
  return Buffer.concat([header(space, at), table, ...bodies]);
}

function header(space: string, size: number): Buffer {
  const bytes = Buffer.alloc(128);
  bytes.writeUInt32BE(size, 0);
  bytes.writeUInt32BE(0x0430_0000, 8);
  bytes.write(`mntr${space}XYZ `, 12, "latin1");
  // A date is asked for; the same every time, so that the same picture gives the same file.
  for (const [index, part] of [2000, 1, 1].entries()) bytes.writeUInt16BE(part, 24 + index * 2);
  bytes.write("acsp", 36, "latin1");
  s15Fixed16(...d50).copy(bytes, 68);
  return bytes;
}

/** Red, green and blue under D50, and the matrix that brought them there. */
function colorants({ red, green, blue, white }: ColourDescription): readonly [Matrix, readonly [Vector, Vector, Vector]] {
  const columns = [red, green, blue].map(toXyz) as [Vector, Vector, Vector];
  const scale = times(inverse(transposed(columns)), toXyz(white));
  const adaptation = adaptationTo(d50, toXyz(white));
  const scaled = columns.map((column, index) =>
    times(adaptation, column.map((value) => value * (scale[index] ?? 0)) as unknown as Vector),
  );
  return [adaptation, scaled as unknown as [Vector, Vector, Vector]];
}

function adaptationTo(target: Vector, source: Vector): Matrix {
  const [to, from] = [times(bradford, target), times(bradford, source)];
  const gains: Matrix = [
    [to[0] / from[0], 0, 0],
    [0, to[1] / from[1], 0],
    [0, 0, to[2] / from[2]],
  ];
  return product(inverse(bradford), product(gains, bradford));
}

/** Of luminance 1. */
const toXyz = ([x, y]: Chromaticity): Vector => [x / y, 1, (1 - x - y) / y];

const times = ([a, b, c]: Matrix, vector: Vector): Vector => [dot(a, vector), dot(b, vector), dot(c, vector)];

const dot = (a: Vector, b: Vector): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

const transposed = ([a, b, c]: Matrix): Matrix => [
  [a[0], b[0], c[0]],
  [a[1], b[1], c[1]],
  [a[2], b[2], c[2]],
];

const product = (a: Matrix, b: Matrix): Matrix => {
  const columns = transposed(b);
  return transposed([times(a, columns[0]), times(a, columns[1]), times(a, columns[2])]);
};

const cross = (a: Vector, b: Vector): Vector => [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];

function inverse([a, b, c]: Matrix): Matrix {
  const determinant = dot(a, cross(b, c));
  const divided = ([x, y, z]: Vector): Vector => [x / determinant, y / determinant, z / determinant];
  return transposed([divided(cross(b, c)), divided(cross(c, a)), divided(cross(a, b))]);
}

/** A power or sRGB's curve in its formula; those of HDR as a table of what an SDR screen shows, up to its white. */
function curveTag(transfer: Transfer): Buffer {
  switch (transfer.kind) {
    case "gamma":
      return tag("para", Buffer.concat([u16(0), u16(0), s15Fixed16(transfer.gamma)]));
    case "srgb":
      return tag("para", Buffer.concat([u16(3), u16(0), s15Fixed16(2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)]));
    case "pq":
      return tableTag((signal) => pqLight(signal) / referenceWhite);
    case "hlg":
      return tableTag((signal) => (hlgScene(signal) / hlgScene(0.75)) ** 1.2);
  }
}

function tableTag(light: (signal: number) => number): Buffer {
  const table = Buffer.alloc(4 + tableEntries * 2);
  table.writeUInt32BE(tableEntries, 0);
  for (let index = 0; index < tableEntries; index++)
    table.writeUInt16BE(Math.round(65_535 * Math.min(1, light(index / (tableEntries - 1)))), 4 + index * 2);
  return tag("curv", table);
}

/** cd/m² of a perceptual quantizer's signal: SMPTE ST 2084, in https://www.itu.int/rec/R-REC-BT.2100. */
function pqLight(signal: number): number {
  const power = signal ** (1 / 78.843_75);
  return 10_000 * (Math.max(power - 0.835_937_5, 0) / (18.851_562_5 - 18.687_5 * power)) ** (1 / 0.159_301_757_812_5);
}

/** Scene light, 0–1, of a hybrid log-gamma signal, from the same recommendation. */
const hlgScene = (signal: number): number =>
  signal <= 0.5 ? signal ** 2 / 3 : (Math.exp((signal - 0.559_910_73) / 0.178_832_77) + 0.284_668_92) / 12;

function textTag(text: string): Buffer {
  const letters = Buffer.from(text, "utf16le").swap16();
  return tag("mluc", Buffer.concat([u32(1), u32(12), ascii("enUS"), u32(letters.length), u32(28), letters]));
}

/** A tag's type, four bytes of nothing and its data, to a multiple of four. */
const tag = (type: string, data: Uint8Array): Buffer =>
  Buffer.concat([ascii(type), u32(0), data, Buffer.alloc((4 - (data.length % 4)) % 4)]);

const ascii = (text: string): Buffer => Buffer.from(text, "latin1");

function u16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

function s15Fixed16(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [index, value] of values.entries()) bytes.writeInt32BE(Math.round(value * 65_536), index * 4);
  return bytes;
}
