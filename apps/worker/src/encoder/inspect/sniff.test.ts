import { randomBytes } from "node:crypto";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { type Kind, sniff } from "./sniff.ts";

const ftyp = (major: string, ...compatible: readonly string[]): Buffer => {
  const brands = [major, "\0\0\0\0", ...compatible].join("");
  const box = Buffer.alloc(8 + brands.length);
  box.writeUInt32BE(box.length, 0);
  box.write(`ftyp${brands}`, 4, "latin1");
  return box;
};

const cases: readonly [string, Buffer | string, Kind][] = [
  ["a JPEG", Buffer.from([0xff, 0xd8, 0xff, 0xe0]), "jpeg"],
  ["a PNG", "\x89PNG\r\n\x1a\n", "png"],
  ["a PNG whose line ends were changed", "\x89PNG\n\x1a\n", "png"],
  ["a GIF", "GIF89a", "gif"],
  ["a WebP", "RIFF\0\0\0\0WEBPVP8 ", "webp"],
  ["another RIFF file", "RIFF\0\0\0\0WAVEfmt ", "unknown"],
  ["a little-endian TIFF", "II*\0", "tiff"],
  ["a big-endian TIFF", "MM\0*", "tiff"],
  ["a BigTIFF", "II+\0", "tiff"],
  ["an AVIF", ftyp("avif", "mif1", "miaf"), "avif"],
  ["an AVIF by its compatible brands", ftyp("mif1", "miaf", "avif"), "avif"],
  ["a HEIC", ftyp("heic", "mif1", "heic"), "heic"],
  ["a HEIC that only says it is a picture", ftyp("mif1", "miaf"), "heic"],
  ["a JPEG XL codestream", "\xff\x0a\xfa", "jxl"],
  ["a JPEG XL in its container", "\0\0\0\x0cJXL \r\n\x87\n", "jxl"],
  ["a Windows bitmap", Buffer.concat([Buffer.from("BM"), Buffer.alloc(12), Buffer.from([40, 0, 0, 0])]), "bmp"],
  ["a text that begins with BM", "BM is short for benchmark, mostly", "unknown"],
  ["an icon", "\0\0\x01\0\x02\0", "ico"],
  ["a cursor", "\0\0\x02\0\x01\0", "ico"],
  ["a TGA, which begins like an icon without pictures", "\0\0\x02\0\0\0\0\0", "unknown"],
  ["Canon's raw photo, a TIFF but for its mark", "II*\0\x10\0\0\0CR\x02\0", "unknown"],
  ["a film", ftyp("isom", "mp41"), "unknown"],
  ["a brand beyond the box", Buffer.concat([ftyp("isom"), Buffer.from("avif")]), "unknown"],
  ["an SVG", "<svg xmlns='http://www.w3.org/2000/svg'/>", "svg"],
  ["an SVG after a prologue", "\xef\xbb\xbf<?xml version='1.0'?>\n<!-- x -->\n<!DOCTYPE svg>\n<svg>", "svg"],
  ["an SVG with a prefix", "<?xml version='1.0'?><s:svg xmlns:s='http://www.w3.org/2000/svg'>", "svg"],
  ["an SVG in UTF-16", Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from("<svg >", "utf16le")]), "svg"],
  ["a packed SVG", gzipSync("<?xml version='1.0'?><svg>"), "svg"],
  [
    "a packed SVG, of which there is only the beginning",
    gzipSync(`<svg>${randomBytes(9000).toString("hex")}`).subarray(0, 4096),
    "svg",
  ],
  ["a packed text", gzipSync("an archive"), "unknown"],
  ["what only begins like a packed file", "\x1f\x8b\x08 and no more", "unknown"],
  ["a page that speaks of <svg>", "Use <svg> for drawings.", "unknown"],
  ["text", "not an image", "unknown"],
  ["nothing", "", "unknown"],
];

test.each(cases)("%s is told by its content", (_, head, kind) => {
  expect(sniff(typeof head === "string" ? Buffer.from(head, "latin1") : head)).toBe(kind);
});
