/** A GIF of so many frames, 23 bytes each: a single pixel that is drawn anew, on a canvas of `side` × `side`. */
export function manyFrames(frames: number, side: number): Buffer {
  const screen = Buffer.alloc(7);
  screen.writeUInt16LE(side, 0);
  screen.writeUInt16LE(side, 2);
  // A colour table of two colours for all frames.
  screen.writeUInt8(0x80, 4);
  const colours = Buffer.from([0, 0, 0, 255, 255, 255]);
  return Buffer.concat([
    Buffer.from("GIF89a"),
    screen,
    colours,
    ...Array.from({ length: frames }, () => frame),
    Buffer.from([0x3b]),
  ]);
}

/** Shown for a tenth of a second; its one pixel of colour 1 compressed as LZW: clear, 1, end. */
const frame = Buffer.from([...[0x21, 0xf9, 4, 0, 10, 0, 0, 0], ...[0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0], ...[2, 2, 0x4c, 0x01, 0]]);
