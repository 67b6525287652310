import type { FileView } from "../metadata/fileView.ts";
import { plainBoxesIn } from "../metadata/isoMedia/boxes.ts";
import { type ColourDescription, fromCodePoints } from "./description.ts";

/** Most bytes of the box that describes an image. */
const maxMetaBytes = 1_000_000;

/** What an AVIF says of its colours. */
export interface AvifColour {
  /** Null where a profile says it, or nothing. */
  readonly description: ColourDescription | null;
  readonly hasGainMap: boolean;
}

const none: AvifColour = { description: null, hasGainMap: false };

/** Reads the colours of an AVIF from its properties. A profile stands above code points, since decoders apply it. */
export async function avifColour(view: FileView): Promise<AvifColour> {
  const meta = await metaBox(view);
  if (meta === null) return none;
  const properties = path(meta, 12, meta.length, ["iprp", "ipco"]);
  const colours = properties?.filter(({ type }) => type === "colr") ?? [];
  const kind = (content: number) => meta.toString("latin1", content, content + 4);
  const hasProfile = colours.some(({ content }) => kind(content) !== "nclx");
  const codes = colours.find(({ content, to }) => kind(content) === "nclx" && to - content >= 10);
  const description =
    hasProfile || codes === undefined
      ? null
      : fromCodePoints(meta.readUInt16BE(codes.content + 4), meta.readUInt16BE(codes.content + 6));
  // The item that puts a gain map and its picture together: ISO 21496-1.
  return { description, hasGainMap: meta.includes("tmap", 0, "latin1") };
}

async function metaBox(view: FileView): Promise<Buffer | null> {
  for (let at = 0, count = 0; count < 100; count++) {
    const head = await view.bytes(at, 8);
    const size = head.length < 8 ? 0 : head.readUInt32BE(0);
    if (size < 8) return null;
    if (head.toString("latin1", 4, 8) === "meta") return view.copy(at, at + size, maxMetaBytes);
    at += size;
  }
  return null;
}

function path(buffer: Buffer, from: number, to: number, [first, ...rest]: readonly string[]): ReturnType<typeof plainBoxesIn> {
  const boxes = plainBoxesIn(buffer, from, to);
  if (first === undefined) return boxes;
  const next = boxes?.find(({ type }) => type === first);
  return next === undefined ? null : path(buffer, next.content, next.to, rest);
}
