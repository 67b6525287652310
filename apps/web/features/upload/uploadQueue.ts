import { type ErrorCode, type Id, isRetryable } from "@pixelmill/core";
import { backoffMs } from "../../lib/backoff.ts";
import type { SendFile, UploadItem, UploadState } from "./uploadState.ts";

export interface UploadQueueOptions {
  readonly send: SendFile;
  /** Files sent at once. Default 4: a browser opens six connections to a host, and one is held by the live updates. */
  readonly concurrency?: number;
  /** Called with every change of an item's state. */
  readonly onState: (item: UploadItem, state: UploadState) => void;
  /** Waits so many milliseconds; replaced in tests. */
  readonly wait?: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** Tries after which a failure that is not known to pass by itself is final. */
const maxAttempts = 5;

/** These pass when someone acts (a restart, a freed disk, a new session), however long that takes. */
const waitedFor: ReadonlySet<ErrorCode> = new Set(["unavailable", "storageFull", "accessTokenRequired"]);

/** Sends files in their order, a few at once; each is repeated until it is there or can never be. */
export class UploadQueue {
  readonly #options: Required<UploadQueueOptions>;
  #waiting: UploadItem[] = [];
  readonly #running = new Map<Id, { readonly item: UploadItem; readonly abort: AbortController }>();

  constructor(options: UploadQueueOptions) {
    this.#options = { concurrency: 4, wait: waitFor, ...options };
  }

  add(items: readonly UploadItem[]): void {
    for (const item of items) {
      this.#waiting.push(item);
      this.#options.onState(item, { kind: "waiting" });
    }
    this.#fill();
  }

  /** Forgets a job's files; those being sent are cut. */
  cancel(jobId: Id): void {
    this.#waiting = this.#waiting.filter((item) => item.jobId !== jobId);
    for (const { item, abort } of this.#running.values()) if (item.jobId === jobId) abort.abort();
  }

  #fill(): void {
    while (this.#running.size < this.#options.concurrency) {
      const item = this.#waiting.shift();
      if (!item) return;
      const abort = new AbortController();
      this.#running.set(item.taskId, { item, abort });
      void this.#deliver(item, abort.signal).finally(() => {
        this.#running.delete(item.taskId);
        this.#fill();
      });
    }
  }

  async #deliver(item: UploadItem, signal: AbortSignal): Promise<void> {
    const state = (next: UploadState) => {
      if (!signal.aborted) this.#options.onState(item, next);
    };
    for (let attempt = 1; !signal.aborted; attempt += 1) {
      state({ kind: "sending", sentBytes: 0 });
      const onProgress = (sentBytes: number) => state({ kind: "sending", sentBytes });
      const result = await this.#options.send(item, { signal, onProgress });
      if (result.ok) return state({ kind: "sent" });
      if (!mayTryAgain(result.error.code, attempt)) return state({ kind: "failed", failure: result.error });
      state({ kind: "retrying", failure: result.error });
      await this.#options.wait(backoffMs(attempt), signal);
    }
  }
}

const mayTryAgain = (code: ErrorCode, attempt: number): boolean =>
  waitedFor.has(code) || (isRetryable(code) && attempt < maxAttempts);

/** Ends early on an abort, and when the browser says that the network is back. */
function waitFor(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      globalThis.removeEventListener?.("online", end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener("abort", end);
    globalThis.addEventListener?.("online", end);
  });
}
