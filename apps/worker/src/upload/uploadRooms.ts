import { failure } from "@pixelmill/core";
import { FailureError } from "../router/failureError.ts";
import type { HeldRoom } from "../service/diskAccount.ts";

/** How long room is kept for an upload to which nothing comes, in milliseconds. After that it is asked for anew. */
const idleMs = 10 * 60_000;

interface UploadRoom {
  readonly room: HeldRoom;
  /** Set while nothing comes. */
  timer: NodeJS.Timeout | null;
}

/**
 * Room on the disk for what resumable uploads are still to bring: kept from their creation to their end, in the pauses between their
 * requests too. One that was left alone loses it, so that uploads nobody goes on with keep no others out; where it comes back it is
 * admitted again.
 */
export class UploadRooms {
  readonly #take: (bytes: number) => Promise<HeldRoom | null>;
  readonly #rooms = new Map<string, UploadRoom>();

  /** `take`: keeps room for so many bytes; null where there is none. */
  constructor(take: (bytes: number) => Promise<HeldRoom | null>) {
    this.#take = take;
  }

  /** The upload was admitted, and its first bytes are still to come. */
  keep(id: string, room: HeldRoom): void {
    this.#rooms.set(id, { room, timer: this.#endWhereIdle(id) });
  }

  /** Bytes begin to come. Throws `storageFull` where the upload has lost its room and so much is not there any more. */
  async begin(id: string, bytesToCome: number): Promise<HeldRoom> {
    const kept = this.#rooms.get(id);
    if (kept !== undefined) {
      this.#stopTimer(kept);
      return kept.room;
    }
    const room = await this.#take(bytesToCome);
    if (room === null) throw new FailureError(failure("storageFull"));
    this.#rooms.set(id, { room, timer: null });
    return room;
  }

  /** No more come for now. */
  pause(id: string): void {
    const kept = this.#rooms.get(id);
    if (kept !== undefined) kept.timer = this.#endWhereIdle(id);
  }

  /** The upload has ended, however that was. */
  end(id: string): void {
    const kept = this.#rooms.get(id);
    if (kept === undefined) return;
    this.#stopTimer(kept);
    this.#rooms.delete(id);
    kept.room.release();
  }

  #endWhereIdle(id: string): NodeJS.Timeout {
    return setTimeout(() => this.end(id), idleMs).unref();
  }

  #stopTimer(kept: UploadRoom): void {
    if (kept.timer !== null) clearTimeout(kept.timer);
    kept.timer = null;
  }
}
