import { pngChunks } from "../metadata/containers/png.ts";
import type { FileView } from "../metadata/fileView.ts";
import type { Range } from "../metadata/pieces.ts";
import { type ColourDescription, fromCodePoints, srgbPrimaries } from "./description.ts";

/** Chunks that describe colours in numbers. */
const describing: readonly string[] = ["cICP", "gAMA", "cHRM", "sRGB", "mDCV", "cLLI"];

/** What a PNG says of its colours. */
export interface PngColour {
  /** Null where a profile says it, or sRGB, or nothing. */
  readonly description: ColourDescription | null;
  /** The chunks that say it, as they stand in the file. */
  readonly chunks: readonly Range[];
}

/**
 * Reads a PNG's colours: code points stand above a profile, a profile above sRGB, and that above gamma and chromaticities, by
 * https://www.w3.org/TR/png-3/#color-chunk-precendence.
 */
export async function pngColour(view: FileView): Promise<PngColour> {
  const found = new Map<string, Buffer>();
  const chunks: Range[] = [];
  for await (const { type, from, data, to } of pngChunks(view)) {
    if (type === "IDAT") break;
    if (type === "iCCP") found.set(type, Buffer.alloc(0));
    if (!describing.includes(type)) continue;
    chunks.push({ from, to });
    found.set(type, Buffer.from(await view.bytes(data, Math.min(to - 4 - data, 64))));
  }
  return { description: describe(found), chunks };
}

function describe(found: ReadonlyMap<string, Buffer>): ColourDescription | null {
  const [codes, gamma, points] = [found.get("cICP"), found.get("gAMA"), found.get("cHRM")];
  if (codes !== undefined && codes.length >= 4) return fromCodePoints(codes.readUInt8(0), codes.readUInt8(1));
  if (found.has("iCCP") || found.has("sRGB")) return null;
  const encoded = gamma !== undefined && gamma.length >= 4 ? gamma.readUInt32BE(0) : 0;
  const primaries = points !== undefined && points.length >= 32 ? chromaticities(points) : null;
  if (encoded === 0 && primaries === null) return null;
  const transfer = encoded === 0 ? ({ kind: "srgb" } as const) : ({ kind: "gamma", gamma: clamped(1e5 / encoded) } as const);
  return { ...(primaries ?? srgbPrimaries), transfer };
}

/** A power that a picture can have meant. */
const clamped = (gamma: number): number => Math.min(10, Math.max(0.1, gamma));

/** White, red, green and blue in hundred-thousandths; null where they span no triangle. */
function chromaticities(data: Buffer): Omit<ColourDescription, "transfer"> | null {
  const at = (index: number) => [data.readUInt32BE(index * 8) / 1e5, data.readUInt32BE(index * 8 + 4) / 1e5] as const;
  const [white, red, green, blue] = [at(0), at(1), at(2), at(3)];
  const area = (green[0] - red[0]) * (blue[1] - red[1]) - (green[1] - red[1]) * (blue[0] - red[0]);
  const isSound = Math.abs(area) > 0.001 && [white, red, green, blue].every(([x, y]) => x <= 1 && y > 0.001 && y <= 1);
  return isSound ? { white, red, green, blue } : null;
}
