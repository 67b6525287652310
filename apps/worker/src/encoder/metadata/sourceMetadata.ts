import type { ImageInfo } from "@pixelmill/core";
import sharp, { type Metadata } from "sharp";
import { gifXmp } from "./containers/gif.ts";
import { tiffWords } from "./containers/tiffDirectory.ts";
import { exifBlock } from "./exif.ts";
import { viewFile } from "./fileView.ts";
import { iptcRecords } from "./iptc.ts";

/** Largest block of metadata that is looked at, in bytes; larger ones count as damaged. */
const maxBytes = 8_000_000;

/** A source's metadata, unwrapped from its container. */
export interface SourceMetadata {
  /** A TIFF block. */
  readonly exif: Buffer | null;
  /** An XMP packet. */
  readonly xmp: Buffer | null;
  /** IPTC-IIM records. */
  readonly iptc: Buffer | null;
  /** What a PNG says in its own texts, and a TIFF in its first directory. */
  readonly author: string | null;
  readonly copyright: string | null;
  /** Whether there is more that was not read. */
  readonly isPartial: boolean;
}

/** Reads the metadata of a source from its header. */
export async function sourceMetadata(source: string, { format }: Pick<ImageInfo, "format">): Promise<SourceMetadata> {
  const header = await sharp(source, { failOn: "error", limitInputPixels: false }).metadata();
  const { exif, xmp, iptc } = header;
  const text = (keyword: string) => header.comments?.find((comment) => comment.keyword === keyword)?.text.trim() || null;
  const own =
    format === "tiff"
      ? await viewFile(source, tiffWords)
      : { artist: text("Author"), copyright: text("Copyright"), hasExif: false };
  return {
    exif: sane(exif && exifBlock(exif)),
    xmp: format === "gif" ? await xmpOfGif(source) : sane(xmp),
    iptc: sane(iptc && iptcRecords(iptc)),
    author: own.artist,
    copyright: own.copyright,
    isPartial: own.hasExif,
  };
}

const sane = (block: Metadata["exif"] | null): Buffer | null =>
  block === undefined || block === null || block.length === 0 || block.length > maxBytes ? null : block;

const xmpOfGif = (source: string): Promise<Buffer | null> =>
  viewFile(source, async (view) => {
    const range = await gifXmp(view);
    return range === null ? null : view.copy(range.from, range.to, maxBytes);
  });
