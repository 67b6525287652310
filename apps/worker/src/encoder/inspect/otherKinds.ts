import type { UnreadKind } from "@pixelmill/core";

/** What is not read, with the marks that it begins with. */
const kinds: readonly (readonly [kind: UnreadKind, marks: readonly string[], at?: number])[] = [
  ["photoshop", ["8BPS"]],
  ["gimp", ["gimp xcf"]],
  ["postScript", ["%!PS", "\xc5\xd0\xd3\xc6"]],
  ["pdf", ["%PDF-"]],
  ["jpeg2000", ["\0\0\0\x0cjP  ", "\xff\x4f\xff\x51"]],
  ["jpegXr", ["II\xbc\x01"]],
  ["rawPhoto", ["FUJIFILMCCD-RAW", "IIRO", "IIRS", "IIU\0", "MMOR", "FOVb", "\0MRM"]],
  ["rawPhoto", ["ftypcrx "], 4],
  ["rawPhoto", ["CR\x02"], 8],
  ["openExr", ["v/1\x01"]],
  ["radiance", ["#?RADIANCE", "#?RGBE"]],
  ["netpbm", ["P1\n", "P2\n", "P3\n", "P4\n", "P5\n", "P6\n", "P7\n", "Pf\n", "PF\n"]],
  ["directDraw", ["DDS "]],
  ["appleIcon", ["icns"]],
  ["qoi", ["qoif"]],
  ["sound", ["ftypM4A", "ftypM4B"], 4],
  ["sound", ["ID3", "fLaC", "OggS", "\xff\xfb", "\xff\xf3", "\xff\xf2"]],
  ["sound", ["WAVE"], 8],
  ["video", ["ftyp", "moov", "mdat"], 4],
  ["video", ["AVI "], 8],
  ["video", ["\x1a\x45\xdf\xa3", "FLV\x01", "\0\0\x01\xba", "\0\0\x01\xb3", "\x30\x26\xb2\x75"]],
  ["zip", ["PK\x03\x04", "PK\x05\x06"]],
  ["archive", ["\x1f\x8b", "7z\xbc\xaf\x27\x1c", "Rar!", "BZh", "\xfd7zXZ"]],
];

/** What the beginning of a file says it is, where it is nothing that is read. */
export function otherKind(head: Buffer): UnreadKind {
  const text = head.toString("latin1");
  const marked = kinds.find(([, marks, at = 0]) => marks.some((mark) => text.startsWith(mark, at)))?.[0];
  if (marked !== undefined) return marked;
  if (/^(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html)/i.test(text)) return "webPage";
  return head.length > 0 && head.every(isOfText) ? "text" : "unknown";
}

/** Spaces, letters, and the bytes above ASCII that encodings make of more of them; no control character. */
const isOfText = (byte: number): boolean => (byte >= 0x20 ? byte !== 0x7f : byte >= 0x09 && byte <= 0x0d);
