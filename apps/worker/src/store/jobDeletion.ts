import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { ExpiredJob, Id } from "@pixelmill/core";

/** Tasks deleted in one write: about 10 ms. */
const sliceSize = 500;

interface TaskRow {
  readonly arrival: number;
  readonly sourceKey: string;
  /** JSON array. */
  readonly outputKeys: string;
}

/** How long it is remembered that a job has expired, in milliseconds: 90 days, in which a link to it may be opened. */
const rememberedMs = 90 * 24 * 3600 * 1000;

/** Deletes jobs slice by slice. Runs inside the caller's transactions, one for each slice. */
export class JobDeletion {
  readonly #mark: StatementSync;
  readonly #remember: StatementSync;
  readonly #forgetOld: StatementSync;
  readonly #expired: StatementSync;
  readonly #slice: StatementSync;
  readonly #deleteRuns: StatementSync;
  readonly #deleteOutputs: StatementSync;
  readonly #deleteTasks: StatementSync;
  readonly #unused: StatementSync;
  readonly #rest: readonly StatementSync[];
  readonly #begun: StatementSync;
  readonly #isBegun: StatementSync;

  constructor(database: DatabaseSync) {
    this.#mark = database.prepare("UPDATE jobs SET isDeleted = 1 WHERE id = ?");
    this.#remember = database.prepare(
      "INSERT OR IGNORE INTO expiredJobs (id, owner, expiredAt) SELECT id, owner, :expiredAt FROM jobs WHERE id = :jobId",
    );
    this.#forgetOld = database.prepare("DELETE FROM expiredJobs WHERE expiredAt < ?");
    this.#expired = database.prepare("SELECT owner, expiredAt FROM expiredJobs WHERE id = ?");
    this.#slice = database.prepare(
      `SELECT arrival, sourceKey, (SELECT json_group_array(key) FROM outputs WHERE outputs.arrival = tasks.arrival AND key <> sourceKey)
         AS outputKeys
       FROM tasks INDEXED BY tasksByArrival WHERE jobId = ? ORDER BY arrival LIMIT ${sliceSize}`,
    );
    this.#deleteRuns = database.prepare("DELETE FROM taskRuns WHERE arrival IN (SELECT value FROM json_each(?))");
    this.#deleteOutputs = database.prepare("DELETE FROM outputs WHERE arrival IN (SELECT value FROM json_each(?))");
    this.#deleteTasks = database.prepare("DELETE FROM tasks WHERE arrival IN (SELECT value FROM json_each(?))");
    this.#unused = database.prepare(
      `SELECT DISTINCT value AS key FROM json_each(?)
       WHERE NOT EXISTS (SELECT 1 FROM tasks INDEXED BY tasksBySourceKey WHERE sourceKey = value)
         AND NOT EXISTS (SELECT 1 FROM outputs INDEXED BY outputsByKey WHERE outputs.key = value)`,
    );
    this.#rest = [
      database.prepare("DELETE FROM totals WHERE jobId = ?"),
      database.prepare("DELETE FROM otherSettings WHERE jobId = ?"),
      database.prepare("DELETE FROM poolMetrics WHERE jobId = ?"),
      database.prepare("DELETE FROM jobs WHERE id = ?"),
    ];
    this.#begun = database.prepare("SELECT id FROM jobs WHERE isDeleted = 1");
    this.#isBegun = database.prepare("SELECT 1 FROM jobs WHERE id = ? AND isDeleted = 1");
  }

  /** Jobs of which something is left. */
  begun(): Id[] {
    return this.#begun.all().map(({ id }) => String(id));
  }

  has(jobId: Id): boolean {
    return this.#isBegun.get(jobId) !== undefined;
  }

  /** What is remembered of a job that has expired. */
  expired(jobId: Id): ExpiredJob | null {
    const row = this.#expired.get(jobId);
    return row === undefined ? null : { owner: String(row.owner), expiredAt: Number(row.expiredAt) };
  }

  /**
   * Deletes a slice, with the last one the job; the first hides it. Gives the keys that no task refers to any more. `expiredAt`: null
   * where its owner deletes it.
   */
  deleteSlice(jobId: Id, expiredAt: number | null): { readonly keys: readonly string[]; readonly isLast: boolean } {
    if (expiredAt !== null) this.#rememberExpired(jobId, expiredAt);
    this.#mark.run(jobId);
    const rows = this.#slice.all(jobId) as unknown as TaskRow[];
    const arrivals = JSON.stringify(rows.map(({ arrival }) => arrival));
    this.#deleteRuns.run(arrivals);
    this.#deleteOutputs.run(arrivals);
    this.#deleteTasks.run(arrivals);
    const keys = rows.flatMap(({ sourceKey, outputKeys }) => [sourceKey, ...(JSON.parse(outputKeys) as string[])]);
    const unused = this.#unused.all(JSON.stringify(keys)).map(({ key }) => String(key));
    const isLast = rows.length < sliceSize;
    if (isLast) for (const statement of this.#rest) statement.run(jobId);
    return { keys: unused, isLast };
  }

  #rememberExpired(jobId: Id, expiredAt: number): void {
    this.#remember.run({ jobId, expiredAt });
    this.#forgetOld.run(expiredAt - rememberedMs);
  }
}
