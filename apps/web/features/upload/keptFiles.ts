import type { Id } from "@pixelmill/core";
import { fileSize } from "../../lib/fileSize.ts";
import type { UploadItem } from "./uploadState.ts";

/** Files that are still to be sent, kept in this browser, so that a page that is loaded again can go on with them. */
export interface KeptFiles {
  /** Begins to keep them. What has to wait longest for being sent is kept first: the others may be gone by then. */
  keep(items: readonly UploadItem[]): void;
  /** It was sent, or is not wanted any more. */
  drop(taskId: Id): void;
  dropJob(jobId: Id): void;
  /** Whether a page that is loaded again would find it. */
  has(taskId: Id): boolean;
  /** Everything that pages of this browser have left. */
  all(): Promise<readonly UploadItem[]>;
}

/**
 * Most bytes that are kept. Browsers keep a copy of each file's bytes in their profile: a folder of more is sent as well, and what is
 * missing of it after a reload has to be chosen again.
 */
const mostBytes = 2e9;

/** Files and bytes stored in one transaction, about: each costs a few milliseconds, whatever is in it. */
const batchFiles = 32;
const batchBytes = 8e6;

const storeName = "files";
const byJob = "byJob";

/**
 * Files in IndexedDB, which needs no secure context, as file handles would. Where the browser has none, or no room, less is kept and
 * nothing breaks.
 */
export class StoredFiles implements KeptFiles {
  readonly #wanted = new Map<Id, UploadItem>();
  readonly #stored = new Map<Id, UploadItem>();
  #bytes = 0;
  #storing = false;
  /** Null once it is known that nothing can be kept. */
  #database: Promise<IDBDatabase> | null;

  constructor(name = "pixelmill") {
    this.#database = typeof indexedDB === "undefined" ? null : openDatabase(name);
    this.#database?.catch(() => this.#giveUp());
  }

  keep(items: readonly UploadItem[]): void {
    if (this.#database === null) return;
    for (const item of items) this.#wanted.set(item.taskId, item);
    void this.#storeAll();
  }

  drop(taskId: Id): void {
    this.#wanted.delete(taskId);
    if (this.#forget(taskId)) void this.#write((store) => store.delete(taskId));
  }

  dropJob(jobId: Id): void {
    for (const [taskId, item] of this.#wanted) if (item.jobId === jobId) this.#wanted.delete(taskId);
    for (const [taskId, item] of this.#stored) if (item.jobId === jobId) this.#forget(taskId);
    // Also what another page has left of it.
    void this.#write((store) => {
      const cursor = store.index(byJob).openKeyCursor(IDBKeyRange.only(jobId));
      cursor.onsuccess = () => {
        if (cursor.result === null) return;
        store.delete(cursor.result.primaryKey);
        cursor.result.continue();
      };
    });
  }

  has(taskId: Id): boolean {
    return this.#stored.has(taskId);
  }

  async all(): Promise<readonly UploadItem[]> {
    try {
      const database = await this.#database;
      if (database === null) return [];
      const items = await resultOf<UploadItem[]>(database.transaction(storeName).objectStore(storeName).getAll());
      for (const item of items) this.#remember(item);
      return items;
    } catch {
      return [];
    }
  }

  async #storeAll(): Promise<void> {
    if (this.#storing) return;
    this.#storing = true;
    for (let batch = this.#next(); batch.length > 0; batch = this.#next()) {
      const isStored = await this.#write((store) => {
        for (const item of batch) store.put(item);
      });
      if (!isStored) this.#giveUp();
      else for (const item of batch) this.#afterStore(item);
    }
    this.#storing = false;
  }

  /** The last of those that wait, as many as fit. */
  #next(): UploadItem[] {
    const batch: UploadItem[] = [];
    let bytes = 0;
    for (const item of [...this.#wanted.values()].slice(-batchFiles).toReversed()) {
      if (batch.length > 0 && bytes + fileSize(item.file) > batchBytes) break;
      if (this.#bytes + bytes + fileSize(item.file) > mostBytes) {
        this.#wanted.clear();
        break;
      }
      bytes += fileSize(item.file);
      batch.push(item);
    }
    return batch;
  }

  #afterStore(item: UploadItem): void {
    this.#remember(item);
    // Sent or given up meanwhile.
    if (!this.#wanted.delete(item.taskId)) this.drop(item.taskId);
  }

  #remember(item: UploadItem): void {
    if (!this.#stored.has(item.taskId)) this.#bytes += fileSize(item.file);
    this.#stored.set(item.taskId, item);
  }

  #forget(taskId: Id): boolean {
    const item = this.#stored.get(taskId);
    if (item !== undefined) this.#bytes -= fileSize(item.file);
    return this.#stored.delete(taskId);
  }

  /** Resolves with false where it could not be stored: the quota is full, a file is gone, or the browser keeps nothing. */
  async #write(change: (store: IDBObjectStore) => void): Promise<boolean> {
    try {
      const database = await this.#database;
      if (database === null) return false;
      const transaction = database.transaction(storeName, "readwrite");
      change(transaction.objectStore(storeName));
      await new Promise<void>((resolve, reject) => {
        transaction.oncomplete = () => resolve();
        transaction.onabort = () => reject(transaction.error);
      });
      return true;
    } catch {
      return false;
    }
  }

  #giveUp(): void {
    this.#wanted.clear();
  }
}

async function openDatabase(name: string): Promise<IDBDatabase> {
  const request = indexedDB.open(name, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(storeName, { keyPath: "taskId" }).createIndex(byJob, "jobId");
  return resultOf(request);
}

const resultOf = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
