/** What is not read, in the words of a sentence that starts with "This is", with the marks that it begins with. */
const kinds: readonly (readonly [kind: string, marks: readonly string[], at?: number])[] = [
  ["a Photoshop document", ["8BPS"]],
  ["a GIMP document", ["gimp xcf"]],
  ["a PostScript drawing", ["%!PS", "\xc5\xd0\xd3\xc6"]],
  ["a PDF document", ["%PDF-"]],
  ["a JPEG 2000 image", ["\0\0\0\x0cjP  ", "\xff\x4f\xff\x51"]],
  ["a JPEG XR image", ["II\xbc\x01"]],
  ["a camera's raw photo", ["FUJIFILMCCD-RAW", "IIRO", "IIRS", "IIU\0", "MMOR", "FOVb", "\0MRM"]],
  ["a camera's raw photo", ["ftypcrx "], 4],
  ["a camera's raw photo", ["CR\x02"], 8],
  ["an OpenEXR image", ["v/1\x01"]],
  ["a Radiance HDR image", ["#?RADIANCE", "#?RGBE"]],
  ["a Netpbm image", ["P1\n", "P2\n", "P3\n", "P4\n", "P5\n", "P6\n", "P7\n", "Pf\n", "PF\n"]],
  ["a DirectDraw texture", ["DDS "]],
  ["an Apple icon", ["icns"]],
  ["a QOI image", ["qoif"]],
  ["a sound recording", ["ftypM4A", "ftypM4B"], 4],
  ["a sound recording", ["ID3", "fLaC", "OggS", "\xff\xfb", "\xff\xf3", "\xff\xf2"]],
  ["a sound recording", ["WAVE"], 8],
  ["a video", ["ftyp", "moov", "mdat"], 4],
  ["a video", ["AVI "], 8],
  ["a video", ["\x1a\x45\xdf\xa3", "FLV\x01", "\0\0\x01\xba", "\0\0\x01\xb3", "\x30\x26\xb2\x75"]],
  ["a ZIP archive, or a document that is one", ["PK\x03\x04", "PK\x05\x06"]],
  ["a compressed archive", ["\x1f\x8b", "7z\xbc\xaf\x27\x1c", "Rar!", "BZh", "\xfd7zXZ"]],
];

/** What the beginning of a file says it is, where it is nothing that is read. */
export function otherKind(head: Buffer): string {
  const text = head.toString("latin1");
  const marked = kinds.find(([, marks, at = 0]) => marks.some((mark) => text.startsWith(mark, at)))?.[0];
  if (marked !== undefined) return marked;
  if (/^(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html)/i.test(text)) return "a web page";
  return head.length > 0 && head.every(isOfText) ? "a text" : "no image that Pixelmill knows";
}

/** Spaces, letters, and the bytes above ASCII that encodings make of more of them; no control character. */
const isOfText = (byte: number): boolean => (byte >= 0x20 ? byte !== 0x7f : byte >= 0x09 && byte <= 0x0d);
