/** What of a file's EXIF anyone asks for. */
export interface ExifFacts {
  /** Null where there is no such tag. */
  readonly orientation: number | null;
  readonly copyright: boolean;
  readonly gps: boolean;
  readonly serialNumber: boolean;
  readonly make: boolean;
}

const tags = { orientation: 0x0112, copyright: 0x8298, make: 0x010f, gps: 0x8825, exif: 0x8769, serialNumber: 0xa431 } as const;

/** Reads the tags of the first directory of an EXIF block and of the one that it points to. Source: TIFF 6.0 section 2, EXIF 2.3. */
export function exifFacts(block: Buffer | undefined): ExifFacts {
  if (block === undefined) return { orientation: null, copyright: false, gps: false, serialNumber: false, make: false };
  const tiff = block.subarray(block.toString("latin1", 0, 4) === "Exif" ? 6 : 0);
  const little = tiff.toString("latin1", 0, 2) === "II";
  const short = (at: number): number => (little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  const long = (at: number): number => (little ? tiff.readUInt32LE(at) : tiff.readUInt32BE(at));
  /** Each tag with the place of its value. */
  const directory = (at: number): Map<number, number> =>
    new Map(Array.from({ length: short(at) }, (_, index) => [short(at + 2 + index * 12), at + 2 + index * 12 + 8]));
  const first = directory(long(4));
  const [camera, orientation] = [first.get(tags.exif), first.get(tags.orientation)];
  return {
    orientation: orientation === undefined ? null : short(orientation),
    copyright: first.has(tags.copyright),
    make: first.has(tags.make),
    gps: first.has(tags.gps),
    serialNumber: camera !== undefined && directory(long(camera)).has(tags.serialNumber),
  };
}
