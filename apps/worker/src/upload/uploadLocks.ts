import { ERRORS, type Lock, type Locker } from "@tus/server";

/** Longest wait for the request that holds an upload, in milliseconds. */
const waitMs = 30_000;

interface Holder {
  readonly requestRelease: () => unknown;
  readonly released: Promise<void>;
  readonly release: () => void;
}

/**
 * One request at a time per upload. A second one, such as a client that lost its connection and comes back, asks the
 * first to let go. tus's own locker does the same in a busy loop that keeps a core from the encoders.
 */
export class UploadLocks implements Locker {
  readonly #holders = new Map<string, Holder>();

  newLock(id: string): Lock {
    return {
      lock: (stopSignal, requestRelease) => this.#acquire(id, stopSignal, requestRelease),
      unlock: async () => this.#release(id),
    };
  }

  async #acquire(id: string, stopSignal: AbortSignal, requestRelease: () => unknown): Promise<void> {
    const gaveUp = AbortSignal.any([stopSignal, AbortSignal.timeout(waitMs)]);
    for (let holder = this.#holders.get(id); holder !== undefined; holder = this.#holders.get(id)) {
      await holder.requestRelease();
      await Promise.race([holder.released, aborted(gaveUp)]);
      if (gaveUp.aborted) throw ERRORS.ERR_LOCK_TIMEOUT;
    }
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#holders.set(id, { requestRelease, released: promise, release: resolve });
  }

  #release(id: string): void {
    const holder = this.#holders.get(id);
    this.#holders.delete(id);
    holder?.release();
  }
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
