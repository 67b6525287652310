import type { Assembly, Carried, Dissection } from "../carried.ts";
import type { FileView } from "../fileView.ts";
import { bytesOf, Kept } from "../pieces.ts";

/** https://www.w3.org/Graphics/GIF/spec-gif89a.txt */
const introducer = { extension: 0x21, image: 0x2c, trailer: 0x3b } as const;
const extension = { plainText: 0x01, graphicControl: 0xf9, application: 0xff } as const;
/** Applications whose data changes the look: the two names of the loop count, and a colour profile. */
const lookApplications: readonly string[] = ["NETSCAPE2.0", "ANIMEXTS1.0", "ICCRGBG1012"];
/** Most blocks and sub-blocks looked at: a sub-block holds up to 255 bytes. */
const maxBlocks = 5_000_000;

/** One block of a GIF behind its global colour table. */
interface GifBlock {
  readonly kind: number;
  readonly label: number | null;
  readonly from: number;
  /** Where the sub-blocks begin. */
  readonly data: number;
  readonly to: number;
}

/** Takes a GIF apart; null where its blocks don't hold together. A missing trailer is put back; what stands behind it is not kept. */
export async function dissectGif(view: FileView): Promise<Dissection | null> {
  const walk = new GifWalk(view);
  const start = await walk.afterScreen();
  if (start > view.size) return null;
  const kept = new Kept();
  kept.keep(0, start);
  let position = start;
  for (;;) {
    const block = await walk.block(position);
    if (block === null) return null;
    if (block.kind === introducer.trailer) break;
    if (await isLook(view, block)) kept.keep(block.from, block.to);
    position = block.to;
  }
  const version = (await view.bytes(0, 6)).toString("latin1");
  return {
    bare: bytesOf(kept.ranges) + 1 === view.size,
    assemble: (carried) => assemble(kept, start, version === "GIF89a", carried),
  };
}

/** A GIF holds XMP, of its second version, and nothing else. */
function assemble(kept: Kept, start: number, takesXmp: boolean, { exif, xmp, iptc }: Carried): Assembly {
  const inserted = xmp === null || !takesXmp ? [] : [xmpApplication(xmp)];
  const lost = exif !== null || iptc !== null || (xmp !== null && !takesXmp);
  return { pieces: [...kept.with(start, inserted), Buffer.from([introducer.trailer])], lost };
}

/** XMP lies in a GIF as it is; a tail of counted lengths leads readers of sub-blocks from any byte of it to its end (XMP, part 3). */
function xmpApplication(xmp: Buffer): Buffer {
  const tail = Buffer.from([0x01, ...Array.from({ length: 256 }, (_, at) => 255 - at), 0x00]);
  return Buffer.concat([Buffer.from([introducer.extension, extension.application, 11]), Buffer.from("XMP DataXMP"), xmp, tail]);
}

async function isLook(view: FileView, { kind, label, data }: GifBlock): Promise<boolean> {
  if (kind === introducer.image) return true;
  if (label === extension.graphicControl || label === extension.plainText) return true;
  if (label !== extension.application) return false;
  return lookApplications.includes((await view.bytes(data + 1, 11)).toString("latin1"));
}

/** Where the XMP of a GIF lies; null where it has none. */
export async function gifXmp(view: FileView): Promise<{ readonly from: number; readonly to: number } | null> {
  const walk = new GifWalk(view);
  let position = await walk.afterScreen();
  for (let block = await walk.block(position); block !== null; block = await walk.block(position)) {
    if (block.kind === introducer.trailer) return null;
    const isXmp =
      block.label === extension.application && (await view.bytes(block.data + 1, 11)).toString("latin1") === "XMP DataXMP";
    if (isXmp && block.to - 258 > block.data + 12) return { from: block.data + 12, to: block.to - 258 };
    position = block.to;
  }
  return null;
}

class GifWalk {
  readonly #view: FileView;
  #left = maxBlocks;

  constructor(view: FileView) {
    this.#view = view;
  }

  /** Past signature, screen descriptor and global colour table. */
  async afterScreen(): Promise<number> {
    return 13 + colourTableBytes(await this.#view.byte(10));
  }

  /** The end of the file counts as the trailer. */
  async block(from: number): Promise<GifBlock | null> {
    const kind = await this.#view.byte(from);
    if (kind === null || kind === introducer.trailer)
      return { kind: introducer.trailer, label: null, from, data: from, to: from + 1 };
    if (kind === introducer.image) {
      const data = from + 11 + colourTableBytes(await this.#view.byte(from + 9));
      return this.#ended({ kind, label: null, from, data });
    }
    if (kind !== introducer.extension) return null;
    return this.#ended({ kind, label: await this.#view.byte(from + 1), from, data: from + 2 });
  }

  async #ended(block: Omit<GifBlock, "to">): Promise<GifBlock | null> {
    for (let position = block.data; this.#left > 0; this.#left--) {
      const length = await this.#view.byte(position);
      if (length === null) return null;
      position += 1 + length;
      if (length === 0) return { ...block, to: position };
    }
    return null;
  }
}

const colourTableBytes = (flags: number | null): number => (flags !== null && flags & 0x80 ? 3 << ((flags & 7) + 1) : 0);
