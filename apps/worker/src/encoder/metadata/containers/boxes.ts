/** A box of this content. */
export function box(type: string, ...content: readonly Uint8Array[]): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(
    content.reduce((sum, { length }) => sum + length, 8),
    0,
  );
  head.write(type, 4, "latin1");
  return Buffer.concat([head, ...content]);
}

/** A whole number in so many bytes, highest first; 0 bytes stand for 0. */
export const number = (value: number, bytes: number): Buffer => {
  const buffer = Buffer.alloc(bytes);
  if (bytes > 0) buffer.writeUIntBE(value, 0, bytes);
  return buffer;
};
