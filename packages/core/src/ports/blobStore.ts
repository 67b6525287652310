/** Facts of a stored blob. */
export interface BlobFacts {
  readonly bytes: number;
}

/** A range of bytes, both ends included. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/**
 * Bytes by key. A key is made of `a-z 0-9 / -` and is never derived from a user's path. A blob is whole or absent:
 * `put` resolves after its bytes and its name are durable, and a failed one leaves nothing behind.
 */
export interface BlobStore {
  /** Stores a stream; an error of the stream rejects. Gives the number of bytes stored. */
  put(key: string, bytes: AsyncIterable<Uint8Array>): Promise<number>;
  /** The bytes, or null where there is no such blob. */
  get(key: string, range?: ByteRange): Promise<AsyncIterable<Uint8Array> | null>;
  head(key: string): Promise<BlobFacts | null>;
  /** Deletes what is there; a key that is not is no error. */
  delete(keys: Iterable<string>): Promise<void>;
  list(prefix: string): AsyncIterable<string>;
}
