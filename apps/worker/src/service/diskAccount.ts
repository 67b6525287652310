/** What a disk has left for this user. */
export interface DiskLeft {
  readonly bytes: number;
  /** Whether so many more files (inodes) fit. */
  readonly takesFiles: (count: number) => boolean;
}

/** Room on the disk that is kept for one file on its way, until it is released. */
export interface HeldRoom {
  /** Bytes that are still kept. */
  readonly bytes: number;
  /** Keeps so many bytes more; false, and nothing has changed, where the disk has no room for them. */
  grow(bytes: number): Promise<boolean>;
  /** No more than so many bytes are still to be written: the others are on the disk, and count there. */
  toCome(bytes: number): void;
  /** Keeps nothing any more. Again it does nothing. */
  release(): void;
}

/**
 * The one account of room on the disk that is promised to files on their way: what is promised never exceeds what the disk has left beyond
 * its reserve, however many ask at once. A look at the disk takes a moment; bytes that are written meanwhile may be in what it saw or
 * not, and are counted as if they were not.
 */
export class DiskAccount {
  readonly #reserveBytes: number;
  readonly #look: () => Promise<DiskLeft>;
  #heldBytes = 0;
  #heldFiles = 0;
  /** Bytes written of what was promised, ever. */
  #writtenBytes = 0;

  /** `look`: what the disk has left now. */
  constructor(reserveBytes: number, look: () => Promise<DiskLeft>) {
    this.#reserveBytes = reserveBytes;
    this.#look = look;
  }

  /** What is promised to files on their way. */
  get held(): { readonly bytes: number; readonly files: number } {
    return { bytes: this.#heldBytes, files: this.#heldFiles };
  }

  /** Keeps room for one more file of so many bytes; null where the disk has none. */
  async take(bytes: number): Promise<HeldRoom | null> {
    if (!(await this.#promise(bytes, 1))) return null;
    return new Held(bytes, {
      promise: (more) => this.#promise(more, 0),
      written: (written) => this.#settle(written, 0),
      released: (left) => this.#settle(left, 1),
    });
  }

  /** Whether the disk has room for so many bytes now; nothing is kept. */
  async has(bytes: number): Promise<boolean> {
    const isPromised = await this.#promise(bytes, 1);
    if (isPromised) this.#settle(bytes, 1);
    return isPromised;
  }

  /** Looks, and keeps what fits in the same turn: whoever asks meanwhile finds it kept. */
  async #promise(bytes: number, files: number): Promise<boolean> {
    const writtenBefore = this.#writtenBytes;
    const left = await this.#look();
    const writtenMeanwhile = this.#writtenBytes - writtenBefore;
    const unpromised = left.bytes - writtenMeanwhile - this.#heldBytes - this.#reserveBytes;
    if (bytes > unpromised || !left.takesFiles(this.#heldFiles + files)) return false;
    this.#heldBytes += bytes;
    this.#heldFiles += files;
    return true;
  }

  /** What was kept is on the disk, or was not needed: a look that is under way takes it for the former. */
  #settle(bytes: number, files: number): void {
    this.#heldBytes -= bytes;
    this.#heldFiles -= files;
    this.#writtenBytes += bytes;
  }
}

interface Book {
  readonly promise: (bytes: number) => Promise<boolean>;
  readonly written: (bytes: number) => void;
  readonly released: (left: number) => void;
}

class Held implements HeldRoom {
  readonly #book: Book;
  #bytes: number;
  #isReleased = false;

  constructor(bytes: number, book: Book) {
    this.#bytes = bytes;
    this.#book = book;
  }

  get bytes(): number {
    return this.#bytes;
  }

  async grow(bytes: number): Promise<boolean> {
    if (this.#isReleased || !(await this.#book.promise(bytes))) return false;
    this.#bytes += bytes;
    if (!this.#isReleased) return true;
    // Released while the disk was looked at.
    this.toCome(0);
    return false;
  }

  toCome(bytes: number): void {
    const written = this.#bytes - bytes;
    if (written <= 0) return;
    this.#bytes = bytes;
    this.#book.written(written);
  }

  release(): void {
    if (this.#isReleased) return;
    this.#isReleased = true;
    this.#book.released(this.#bytes);
    this.#bytes = 0;
  }
}
