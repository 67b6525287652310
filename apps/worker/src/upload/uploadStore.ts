import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { mkdir, readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { FileStore } from "@tus/file-store";
import { ERRORS, Upload } from "@tus/server";
import type { HeldRoom } from "../service/diskAccount.ts";
import { UploadRecords } from "./uploadRecords.ts";
import type { UploadRooms } from "./uploadRooms.ts";

/** Where partial uploads are kept. */
export const uploadsDir = (dataDir: string): string => join(dataDir, "uploads");

/** An upload's record as it is kept; `received` is set once its file is a task. */
type Metadata = Record<string, string | null>;

const receivedMark = "received";

/** Whether the file of an upload has become a task, so that its bytes are no longer here. */
export const isReceived = (upload: Pick<Upload, "metadata">): boolean => upload.metadata?.[receivedMark] === "1";

/** The metadata of an upload that has become a task. */
export const markReceived = (metadata: Metadata | undefined): Metadata => ({ ...metadata, [receivedMark]: "1" });

/** Bytes that come into an upload's file. */
interface Part {
  /** Where they begin. */
  readonly offset: number;
  /** How many the upload still lacks. */
  readonly toCome: number;
  readonly room: HeldRoom;
}

/**
 * Partial uploads on disk: tus's own file store, made durable. An upload whose file has become a task keeps its record
 * until it expires, so that a client that missed the answer learns that it is done.
 */
export class UploadStore extends FileStore {
  readonly #records: UploadRecords;
  readonly #rooms: UploadRooms;

  /** `keptMs`: how long an upload may lie unfinished before it is given up. `rooms`: what is kept on the disk for what is to come. */
  constructor(directory: string, keptMs: number, rooms: UploadRooms) {
    const records = new UploadRecords(directory);
    super({ directory, configstore: records, expirationPeriodInMilliseconds: keptMs });
    this.#records = records;
    this.#rooms = rooms;
    // Without deferred length: every upload says its size first, so it can be admitted or refused before its bytes.
    this.extensions = ["creation", "creation-with-upload", "termination", "expiration"];
  }

  /** Path of an upload's bytes. */
  fileOf(id: string): string {
    return join(this.directory, id);
  }

  /** Path under which a whole upload is handed over. */
  wholeFileOf(id: string): string {
    return `${this.fileOf(id)}.whole`;
  }

  override async write(source: Readable, id: string, offset: number): Promise<number> {
    const upload = await this.getUpload(id);
    if (isReceived(upload)) return skip(source, upload.size ?? 0);
    const toCome = (upload.size ?? 0) - offset;
    const room = await this.#rooms.begin(id, toCome);
    try {
      return offset + (await this.#writeTo(this.fileOf(id), source, { offset, toCome, room }));
    } catch (error) {
      if ((await this.#received(id)) === null) throw error;
      return upload.size ?? 0;
    } finally {
      // A HEAD that came meanwhile may have made a task of what was whole: its room ended before this one began.
      if ((await this.#received(id)) !== null) this.#rooms.end(id);
      else this.#rooms.pause(id);
    }
  }

  /** Gives the bytes that were written. */
  async #writeTo(file: string, source: Readable, { offset, toCome, room }: Part): Promise<number> {
    const target = createWriteStream(file, { flags: "r+", start: offset, flush: true });
    const writtenOnes = async function* (chunks: AsyncIterable<Uint8Array>) {
      for await (const chunk of chunks) {
        yield chunk;
        room.toCome(toCome - target.bytesWritten);
      }
    };
    try {
      await pipeline(source, writtenOnes, target);
    } finally {
      // The next request may read the file's size: no write may come after this.
      if (!target.closed) await once(target, "close");
      room.toCome(toCome - target.bytesWritten);
    }
    return target.bytesWritten;
  }

  override async getUpload(id: string): Promise<Upload> {
    return (await this.#received(id)) ?? this.#unreceived(id);
  }

  /** An upload whose bytes are here, unless they are let go of while this looks for them. */
  async #unreceived(id: string): Promise<Upload> {
    try {
      return await super.getUpload(id);
    } catch (error) {
      const received = await this.#received(id);
      if (received === null) throw error;
      return received;
    }
  }

  async #received(id: string): Promise<Upload | null> {
    const record = await this.#records.get(id);
    return record !== undefined && isReceived(record) ? new Upload({ ...record, id, offset: record.size ?? 0 }) : null;
  }

  /** Begins an upload, or leaves nothing of it, as on a full disk. */
  override async create(upload: Upload): Promise<Upload> {
    try {
      return await super.create(upload);
    } catch (error) {
      await this.forget(upload.id);
      throw error;
    }
  }

  /**
   * Records that the upload's file is a task now, and lets go of its bytes. They go also where that can't be recorded: a client that asks
   * then begins anew, and learns that its task is there.
   */
  async finish(upload: Upload): Promise<void> {
    try {
      await this.#records.set(upload.id, new Upload({ ...upload, metadata: markReceived(upload.metadata) }));
    } finally {
      this.#rooms.end(upload.id);
      await rm(this.fileOf(upload.id), { force: true });
    }
  }

  /** Removes what a killed service left: bytes without a readable record, and those of what has become a task. To be called before any request. */
  async tidy(): Promise<void> {
    await mkdir(this.directory, { recursive: true });
    for (const id of await this.#ids()) {
      const record = await this.#records.get(id).catch(() => undefined);
      await rm(this.wholeFileOf(id), { force: true });
      await rm(this.#records.unfinishedFileOf(id), { force: true });
      if (record === undefined) await this.forget(id);
      else if (isReceived(record)) await rm(this.fileOf(id), { force: true });
    }
  }

  override async remove(id: string): Promise<void> {
    if ((await this.#records.get(id)) === undefined) throw ERRORS.FILE_NOT_FOUND;
    await this.forget(id);
  }

  /** Deletes everything of an upload, as far as it is there. */
  async forget(id: string): Promise<void> {
    this.#rooms.end(id);
    for (const file of this.#filesOf(id)) await rm(file, { force: true });
  }

  override deleteExpired(): Promise<number> {
    return this.deleteUntouched(this.getExpiration());
  }

  /** Deletes uploads to which nothing came for so long, in milliseconds. Gives how many those were. */
  async deleteUntouched(untouchedMs: number): Promise<number> {
    await mkdir(this.directory, { recursive: true });
    let deleted = 0;
    for (const id of await this.#ids()) if (await this.#deleteIfUntouched(id, untouchedMs)) deleted += 1;
    return deleted;
  }

  /** Every upload of which there is a file. */
  async #ids(): Promise<ReadonlySet<string>> {
    return new Set((await readdir(this.directory)).map((name) => name.replace(/\..*$/, "")));
  }

  #filesOf(id: string): string[] {
    return [this.fileOf(id), this.wholeFileOf(id), this.#records.fileOf(id), this.#records.unfinishedFileOf(id)];
  }

  async #deleteIfUntouched(id: string, untouchedMs: number): Promise<boolean> {
    const touched = await Promise.all(this.#filesOf(id).map(modifiedAt));
    if (Date.now() - Math.max(...touched) < untouchedMs) return false;
    await this.forget(id);
    return true;
  }
}

const modifiedAt = async (path: string): Promise<number> => (await stat(path).catch(() => null))?.mtimeMs ?? 0;

async function skip(source: Readable, size: number): Promise<number> {
  for await (const _ of source);
  return size;
}
