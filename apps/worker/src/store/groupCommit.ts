import type { DatabaseSync, StatementSync } from "node:sqlite";
import { withStorageFull } from "./storageFull.ts";

/** Writes in one transaction at most, so that one group never holds the event loop for long. */
const maxGroup = 200;

interface Write {
  /** Runs the write; gives what settles its promise after the commit. */
  readonly run: () => () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Lets writes that come together share one transaction, and so one fsync. Each promise settles after the commit. A
 * write that throws is undone alone. Writes run in the order in which they came.
 */
export class GroupCommit {
  readonly #database: DatabaseSync;
  readonly #savepoint: StatementSync;
  readonly #release: StatementSync;
  readonly #undo: StatementSync;
  #waiting: Write[] = [];
  #scheduled = false;
  #closed = false;
  /** When the next group may begin, on the clock of `performance.now()`. */
  #notBefore = 0;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#savepoint = database.prepare("SAVEPOINT oneWrite");
    this.#release = database.prepare("RELEASE oneWrite");
    this.#undo = database.prepare("ROLLBACK TO oneWrite");
  }

  /** Runs a write in the next group. Resolves with its value once that is durable; rejects with what it threw. */
  write<T>(write: () => T): Promise<T> {
    if (this.#closed) return Promise.reject(new Error("The job store is closed."));
    return new Promise((resolve, reject) => {
      const run = () => {
        const value = write();
        return () => resolve(value);
      };
      this.#waiting.push({ run, reject });
      this.#schedule();
    });
  }

  /** Commits what is waiting and refuses what comes later. */
  close(): void {
    this.#closed = true;
    while (this.#waiting.length > 0) this.#commitGroup();
  }

  #schedule(): void {
    if (this.#scheduled || this.#waiting.length === 0) return;
    this.#scheduled = true;
    const waitMs = this.#notBefore - performance.now();
    if (waitMs > 0) setTimeout(() => this.#onTurn(), Math.ceil(waitMs));
    else setImmediate(() => this.#onTurn());
  }

  #onTurn(): void {
    this.#scheduled = false;
    if (this.#waiting.length === 0) return;
    const startMs = performance.now();
    this.#commitGroup();
    const endMs = performance.now();
    // A commit holds the event loop while the disk works. A pause as long leaves half of the loop's time to uploads and
    // encoders, and the writes that gather meanwhile share the next commit.
    this.#notBefore = endMs + (endMs - startMs);
    this.#schedule();
  }

  #commitGroup(): void {
    const group = this.#waiting.splice(0, maxGroup);
    let settle: (() => void)[];
    try {
      this.#database.exec("BEGIN IMMEDIATE");
      settle = group.map((write) => this.#runAlone(write));
      this.#database.exec("COMMIT");
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec("ROLLBACK");
      const reason = withStorageFull(error);
      for (const write of group) write.reject(reason);
      return;
    }
    for (const done of settle) done();
  }

  /** One write in a savepoint of its own. Throws only where SQLite gave up the whole transaction, as on a full disk. */
  #runAlone(write: Write): () => void {
    this.#savepoint.run();
    try {
      const settle = write.run();
      this.#release.run();
      return settle;
    } catch (error) {
      if (!this.#database.isTransaction) throw error;
      this.#undo.run();
      this.#release.run();
      return () => write.reject(withStorageFull(error));
    }
  }
}
