/** What a JPEG XL file says besides its picture. */
interface Words {
  /** From the TIFF header on. */
  readonly exif: Buffer;
  readonly xmp: string;
}

/** A JPEG XL file of a codestream and metadata, in boxes. Source: ISO/IEC 18181-2, clause 9. */
export const describedJxl = (codestream: Buffer, { exif, xmp }: Words): Buffer =>
  Buffer.concat([
    box("JXL ", Buffer.from([0x0d, 0x0a, 0x87, 0x0a])),
    box("ftyp", Buffer.from("jxl \0\0\0\0jxl ", "latin1")),
    // Its first four bytes are the place of the TIFF header behind them.
    box("Exif", Buffer.concat([Buffer.alloc(4), exif])),
    box("xml ", Buffer.from(xmp)),
    box("jxlc", codestream),
  ]);

/** The codestream of a file that is nothing else, or has it in one box. */
export function codestreamOf(file: Buffer): Buffer {
  if (file.readUInt16BE(0) === 0xff0a) return file;
  for (let at = 0; at + 8 <= file.length; at += file.readUInt32BE(at))
    if (file.toString("latin1", at + 4, at + 8) === "jxlc") return file.subarray(at + 8, at + file.readUInt32BE(at));
  throw new Error("There is no codestream.");
}

function box(type: string, data: Buffer): Buffer {
  const header = Buffer.alloc(8);
  header.writeUInt32BE(data.length + 8, 0);
  header.write(type, 4, "latin1");
  return Buffer.concat([header, data]);
}
