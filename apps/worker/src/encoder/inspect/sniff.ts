import type { SourceFormat } from "@pixelmill/core";
import { isGzip, unpackHead } from "../svg/gzip.ts";

/** What the first bytes of a file say it is. */
export type Kind = SourceFormat | "unknown";

/** Bytes from the start of a file that `sniff` wants to see. */
export const sniffBytes = 4096;

/** Both byte orders, and BigTIFF. Canon's raw photos say what they are behind them. */
const tiffMarks = ["II*\0", "II+\0", "MM\0*", "MM\0+"];
/** A codestream alone, and one in a container. */
const jxlMarks = ["\xff\x0a", "\0\0\0\x0cJXL \r\n\x87\n"];
/** Icon and cursor; how many pictures there are follows. */
const iconMarks = ["\0\0\x01\0", "\0\0\x02\0"];
const avifBrands = ["avif", "avis"];
/** Of HEVC, and those that say no more than that it is a picture: what it is coded with is seen when its header is read. */
const heicBrands = ["heic", "heix", "heim", "heis", "hevc", "hevx", "hevm", "hevs", "mif1", "msf1"];

/** Sizes of the headers that a Windows bitmap may have. */
const bitmapHeaderBytes = [12, 16, 40, 52, 56, 64, 108, 124];

/** Tells a format by content: the marks that each format begins with. The name of a file is never asked. */
export function sniff(head: Buffer): Kind {
  const text = head.toString("latin1");
  if (text.startsWith("\xff\xd8")) return "jpeg";
  if (text.startsWith("\x89PNG")) return "png";
  if (text.startsWith("GIF87a") || text.startsWith("GIF89a")) return "gif";
  if (text.startsWith("RIFF") && text.slice(8, 12) === "WEBP") return "webp";
  if (tiffMarks.some((mark) => text.startsWith(mark)) && !text.startsWith("CR", 8)) return "tiff";
  if (jxlMarks.some((mark) => text.startsWith(mark))) return "jxl";
  if (text.startsWith("BM") && head.length >= 18 && bitmapHeaderBytes.includes(head.readUInt32LE(14))) return "bmp";
  if (iconMarks.some((mark) => text.startsWith(mark)) && !text.startsWith("\0\0", 4)) return "ico";
  const known = brands(text);
  if (known.some((brand) => avifBrands.includes(brand))) return "avif";
  if (known.some((brand) => heicBrands.includes(brand))) return "heic";
  return isSvg(isGzip(head) ? unpackHead(head).toString("latin1", 0, sniffBytes) : text) ? "svg" : "unknown";
}

/** The brands of an ISO media file: its major one and those it is compatible with. */
function brands(text: string): readonly string[] {
  if (text.slice(4, 8) !== "ftyp") return [];
  const box = text.slice(8, Math.min(bigEndian(text.slice(0, 4)), text.length));
  return box.match(/.{4}/gs) ?? [];
}

const bigEndian = (text: string): number => Buffer.from(text, "latin1").readUInt32BE(0);

/** An `<svg` root after a byte order mark, XML declaration, comments and doctype. UTF-16 shows as letters between NULs. */
const isSvg = (text: string): boolean =>
  /^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*<(?:\?xml|!--|!doctype|svg)/i.test(text.replaceAll("\0", "")) &&
  /<(?:\w+:)?svg[\s>]/i.test(text.replaceAll("\0", ""));
