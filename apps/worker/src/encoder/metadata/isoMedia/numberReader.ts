/** Reads whole numbers of given widths from a buffer, one after another. Reading past the end throws a RangeError. */
export class NumberReader {
  readonly #buffer: Buffer;
  #at: number;

  constructor(buffer: Buffer, at: number) {
    this.#buffer = buffer;
    this.#at = at;
  }

  /** Passes bytes over. */
  skip(bytes: number): void {
    this.#at += bytes;
  }

  /** The first number of a box with a version, as wide as that says. */
  versioned(bytes: (version: number) => number): number {
    const version = this.next(1);
    this.skip(3);
    return this.next(bytes(version));
  }

  /** Letters, one a byte. */
  text(bytes: number): string {
    this.#at += bytes;
    return this.#buffer.toString("latin1", this.#at - bytes, this.#at);
  }

  /** `bytes` is 0, which reads nothing and gives 0, or 1–8; beyond 2⁵³ it throws a RangeError. */
  next(bytes: number): number {
    const at = this.#at;
    this.#at += bytes;
    if (bytes === 0) return 0;
    if (bytes <= 6) return this.#buffer.readUIntBE(at, bytes);
    const value = this.#buffer.readUIntBE(at, bytes - 6) * 2 ** 48 + this.#buffer.readUIntBE(at + bytes - 6, 6);
    if (!Number.isSafeInteger(value)) throw new RangeError("a number beyond 2⁵³");
    return value;
  }
}
