/** RGBA pixels, rows without gaps. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint8Array;
}

/** A Windows bitmap of 24 bits a pixel: the alpha is left out. */
export function bmp(pixels: Pixels): Buffer {
  const body = rowsUpwards(pixels, 3);
  const header = Buffer.alloc(14);
  header.write("BM", 0, "latin1");
  header.writeUInt32LE(54 + body.length, 2);
  header.writeUInt32LE(54, 10);
  return Buffer.concat([header, infoHeader(pixels.width, pixels.height, 24), body]);
}

/** One picture of an icon: a whole PNG, or a bitmap of 32 bits a pixel with a mask that hides nothing. */
export const iconBitmap = (pixels: Pixels): Buffer =>
  Buffer.concat([
    infoHeader(pixels.width, pixels.height * 2, 32),
    rowsUpwards(pixels, 4),
    Buffer.alloc(Math.ceil(pixels.width / 32) * 4 * pixels.height),
  ]);

/** An icon of pictures with the bits that its directory tells of each. */
export function ico(
  pictures: readonly { readonly width: number; readonly height: number; readonly bits: number; readonly data: Buffer }[],
): Buffer {
  const header = Buffer.from([0, 0, 1, 0, pictures.length, 0]);
  let offset = header.length + 16 * pictures.length;
  const entries = pictures.map(({ width, height, bits, data }) => {
    const entry = Buffer.alloc(16);
    entry.set([width % 256, height % 256], 0);
    entry.writeUInt16LE(1, 4);
    entry.writeUInt16LE(bits, 6);
    entry.writeUInt32LE(data.length, 8);
    entry.writeUInt32LE(offset, 12);
    offset += data.length;
    return entry;
  });
  return Buffer.concat([header, ...entries, ...pictures.map(({ data }) => data)]);
}

function infoHeader(width: number, height: number, bits: number): Buffer {
  const header = Buffer.alloc(40);
  header.writeUInt32LE(40, 0);
  header.writeInt32LE(width, 4);
  header.writeInt32LE(height, 8);
  header.writeUInt16LE(1, 12);
  header.writeUInt16LE(bits, 14);
  return header;
}

/** Blue first, the lowest row first, each row a multiple of four bytes long. */
function rowsUpwards({ width, height, rgba }: Pixels, channels: 3 | 4): Buffer {
  const rowBytes = Math.ceil((width * channels) / 4) * 4;
  const rows = Buffer.alloc(rowBytes * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [red = 0, green = 0, blue = 0, alpha = 0] = rgba.subarray((y * width + x) * 4);
      rows.set([blue, green, red, alpha].slice(0, channels), (height - 1 - y) * rowBytes + x * channels);
    }
  }
  return rows;
}
