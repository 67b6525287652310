import { randomBytes } from "node:crypto";
import { rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { BlobFacts, BlobStore, ByteRange } from "@pixelmill/core";
import { createReadStream, fileSize, mkdir, native, readFolder, removeFile, rename } from "@pixelmill/native";
import { blobPath, keyOfName, shards } from "./blobPath.ts";
import { checkPlainFile, copyPlainFile, syncDirectory, syncFile, writeNew } from "./durableFiles.ts";
import { sha256OfFile } from "./fileHash.ts";
import { withStorageFull } from "./storageFull.ts";

/** Facts of a file that was taken over. */
export interface AdoptedFile {
  readonly bytes: number;
  /** In hexadecimal. */
  readonly sha256: string;
}

/** Files deleted at once. */
const parallelDeletes = 16;

/**
 * Blobs as files of a directory. Bytes are written below `tmp/`, renamed into one of 256 folders, then fsynced with their
 * name: whoever looks finds a whole file, and a journaling disk writes the bytes and both names in one go, where an fsync
 * before the rename took it two. What a power cut leaves of a write that was not confirmed is known by its key, which no
 * task refers to. A write rejects with {@link StorageFullError} where the disk is full.
 */
export class LocalBlobStore implements BlobStore {
  readonly #directory: string;

  private constructor(directory: string) {
    this.#directory = directory;
  }

  /** Opens the directory, made where there is none, and removes what an interrupted write left. One process at a time. */
  static async open(directory: string): Promise<LocalBlobStore> {
    const store = new LocalBlobStore(directory);
    await rm(native.longPath(store.#temporaryDirectory), { recursive: true, force: true });
    await Promise.all(["tmp", ...shards].map((folder) => mkdir(join(directory, folder))));
    await syncDirectory(directory);
    // It may just have been made itself.
    await syncDirectory(dirname(directory));
    return store;
  }

  /** Where a blob's file is, whether it exists or not: to be linked or read, never written. */
  pathOf(key: string): string {
    const { shard, name } = blobPath(key);
    return join(this.#directory, shard, name);
  }

  put(key: string, bytes: AsyncIterable<Uint8Array>): Promise<number> {
    return this.#store(key, (temporary) => writeNew(temporary, bytes));
  }

  /**
   * Takes over a finished file, which then is a blob and no longer where it was. On the blobs' own disk it is renamed,
   * else copied. Refuses a link and anything else that is no plain file.
   */
  async adopt(key: string, file: string): Promise<AdoptedFile> {
    let [isCopy, sha256] = [false, ""];
    const bytes = await this.#store(key, async (temporary) => {
      // It leaves the place where its writer can reach it before it is looked at.
      isCopy = !(await renamedOnSameDisk(file, temporary));
      if (isCopy) await copyPlainFile(file, temporary);
      else checkPlainFile(temporary);
      sha256 = await sha256OfFile(temporary, { isCached: true });
    });
    if (isCopy) await removeFile(file);
    return { bytes, sha256 };
  }

  async get(key: string, range?: ByteRange): Promise<AsyncIterable<Uint8Array> | null> {
    if ((await this.head(key)) === null) return null;
    const path = this.pathOf(key);
    // Opened when the reading begins: bytes that nobody reads hold no file open.
    return { [Symbol.asyncIterator]: () => createReadStream(path, { ...range })[Symbol.asyncIterator]() };
  }

  async head(key: string): Promise<BlobFacts | null> {
    return fileSize(this.pathOf(key)).then((bytes) => ({ bytes }), nullWhereMissing);
  }

  async delete(keys: Iterable<string>): Promise<void> {
    const waiting = keys[Symbol.iterator]();
    const deleteWaiting = async () => {
      for (let next = waiting.next(); next.done !== true; next = waiting.next()) await removeFile(this.pathOf(next.value));
    };
    await Promise.all(Array.from({ length: parallelDeletes }, deleteWaiting));
  }

  async *list(prefix: string): AsyncGenerator<string> {
    for (const shard of shards) {
      for (const { name } of await readFolder(join(this.#directory, shard))) {
        const key = keyOfName(name);
        if (key?.startsWith(prefix)) yield key;
      }
    }
  }

  get #temporaryDirectory(): string {
    return join(this.#directory, "tmp");
  }

  /** Makes a durable blob of what `fill` puts at a temporary path, and nothing where it throws. Gives its size in bytes. */
  async #store(key: string, fill: (temporary: string) => Promise<void>): Promise<number> {
    const { shard, name } = blobPath(key);
    const folder = join(this.#directory, shard);
    const temporary = join(this.#temporaryDirectory, randomBytes(16).toString("hex"));
    let written = temporary;
    try {
      await fill(temporary);
      await rename(temporary, join(folder, name));
      written = join(folder, name);
      const [bytes] = await Promise.all([syncFile(written), syncDirectory(folder)]);
      return bytes;
    } catch (error) {
      await rm(native.longPath(written), { recursive: true, force: true });
      throw withStorageFull(error);
    }
  }
}

/** False where the two are on different disks, and then nothing has happened. */
async function renamedOnSameDisk(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to);
    return true;
  } catch (error) {
    if (codeOf(error) === "EXDEV") return false;
    throw error;
  }
}

function nullWhereMissing(error: unknown): null {
  if (codeOf(error) === "ENOENT") return null;
  throw error;
}

const codeOf = (error: unknown): unknown => (error as NodeJS.ErrnoException).code;
