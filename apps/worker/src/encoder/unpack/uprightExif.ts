const orientationTag = 0x0112;

/**
 * EXIF that says its picture is upright. Whoever decoded it has turned the pixels already, by what the file's own header says; the tag in
 * its EXIF would turn them once more.
 */
export function uprightExif(exif: Uint8Array): Buffer {
  const bytes = Buffer.from(exif);
  const little = bytes.toString("latin1", 0, 2) === "II";
  const short = (at: number) => (little ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at));
  const long = (at: number) => (little ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at));
  try {
    const directory = long(4);
    for (let entry = 0; entry < short(directory); entry++) {
      const at = directory + 2 + entry * 12;
      if (short(at) === orientationTag) bytes.writeUInt16LE(little ? 1 : 0x0100, at + 8);
    }
  } catch {
    // Cut off: what there is of it turns nothing.
  }
  return bytes;
}
