/** Facts of a stored blob. */
export interface BlobFacts {
  readonly bytes: number;
}

/** A range of bytes, both ends included. What lies beyond the blob's last byte is left out. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/**
 * Bytes by key. A key is made of `a-z 0-9 / -` and is never derived from a user's path. A blob is whole or absent:
 * `put` resolves after its bytes and its name are durable, and a failed one leaves nothing behind. Another form of key throws.
 */
export interface BlobStore {
  /** Stores a stream, in place of what the key held; an error of the stream rejects. Gives the number of bytes stored. */
  put(key: string, bytes: AsyncIterable<Uint8Array>): Promise<number>;
  /**
   * The bytes, or null where there is no such blob. Nothing is held open until they are read; reading rejects where the
   * blob was deleted before.
   */
  get(key: string, range?: ByteRange): Promise<AsyncIterable<Uint8Array> | null>;
  head(key: string): Promise<BlobFacts | null>;
  /** Deletes what is there; a key that is not is no error. */
  delete(keys: Iterable<string>): Promise<void>;
  /** Every key that begins so, in no order. */
  list(prefix: string): AsyncIterable<string>;
}
