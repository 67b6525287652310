import type { ImageFormat } from "@pixelmill/core";

/** What the first bytes of a file say it is. */
export type Kind = ImageFormat | "svg" | "unknown";

/** Bytes from the start of a file that `sniff` wants to see. */
export const sniffBytes = 4096;

const avifBrands = ["avif", "avis"];

/** Tells a format by content: the marks that each format begins with. The name of a file is never asked. */
export function sniff(head: Buffer): Kind {
  const text = head.toString("latin1");
  if (text.startsWith("\xff\xd8")) return "jpeg";
  if (text.startsWith("\x89PNG")) return "png";
  if (text.startsWith("GIF87a") || text.startsWith("GIF89a")) return "gif";
  if (text.startsWith("RIFF") && text.slice(8, 12) === "WEBP") return "webp";
  if (/^(?:II[*+]\0|MM\0[*+])/.test(text)) return "tiff";
  if (brands(text).some((brand) => avifBrands.includes(brand))) return "avif";
  return isSvg(text) ? "svg" : "unknown";
}

/** The brands of an ISO media file: its major one and those it is compatible with. HEIC has others. */
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
