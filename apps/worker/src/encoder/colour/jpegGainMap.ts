import type { FileView } from "../metadata/fileView.ts";
import { TiffBlock } from "../metadata/tiffBlock.ts";

/** Marks of a gain map in the picture that it belongs to: Adobe's and Google's in XMP, ISO 21496-1 in a segment of its own. */
const ownMarks = ["http://ns.adobe.com/hdr-gain-map/1.0/", "urn:iso:std:iso:ts:21496:-1"];
/** Marks of a gain map in the image that it is: Apple's names itself only there. */
const imageMarks = [...ownMarks, "http://ns.apple.com/HDRGainMap/1.0/", "urn:com:apple:photo:2020:aux:hdrgainmap"];

/** Segments are looked at up to here: cameras write some dozen before the pixels. */
const maxSegments = 200;
/** Bytes of a segment or an image that are searched. */
const searchBytes = 65_536;
const maxImages = 8;

/** Whether a JPEG carries an HDR gain map: it says so itself, or one of the images behind it does. */
export async function jpegHasGainMap(view: FileView): Promise<boolean> {
  let at = 2;
  for (let count = 0; count < maxSegments; count++) {
    const head = await view.bytes(at, 4);
    const code = head[1] ?? 0;
    if (head.length < 4 || head[0] !== 0xff || code < 0xc0 || code === 0xda || code === 0xd9) return false;
    const end = at + 2 + head.readUInt16BE(2);
    if (code === 0xe1 || code === 0xe2) {
      const content = Buffer.from(await view.bytes(at + 4, end - at - 4));
      if (hasMark(content, ownMarks) || (await namesGainMap(view, content, at + 8))) return true;
    }
    at = end;
  }
  return false;
}

const hasMark = (content: Buffer, marks: readonly string[]): boolean => marks.some((mark) => content.includes(mark, 0, "latin1"));

/** Looks at the other images of a multi-picture file (CIPA DC-007), whose offsets count from behind the segment's name. */
async function namesGainMap(view: FileView, content: Buffer, origin: number): Promise<boolean> {
  if (content.toString("latin1", 0, 4) !== "MPF\0") return false;
  for (const offset of imageOffsets(content.subarray(4))) {
    if (offset > 0 && hasMark(await view.bytes(origin + offset, searchBytes), imageMarks)) return true;
  }
  return false;
}

const imagesTag = 0xb002;
const imageEntryBytes = 16;

/** Offsets of the images that a multi-picture index lists; 0 is the first one's. */
function imageOffsets(index: Buffer): readonly number[] {
  const tiff = TiffBlock.of(index);
  const list = tiff?.entry(tiff.first, imagesTag);
  if (!tiff || !list) return [];
  const count = Math.min(Math.floor(list.bytes / imageEntryBytes), maxImages);
  return Array.from({ length: count }, (_, image) => tiff.u32(list.value + image * imageEntryBytes + 8));
}
