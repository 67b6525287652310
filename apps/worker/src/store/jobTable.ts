import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { Id, JobRecord, JobStart, JobState, Priority } from "@pixelmill/core";
import { jobColumns, jobRecord } from "./rows.ts";

/** The table of jobs. Runs inside the caller's transaction. */
export class JobTable {
  readonly #insert: StatementSync;
  readonly #setState: StatementSync;
  readonly #finish: StatementSync;
  readonly #start: StatementSync;
  readonly #setPriority: StatementSync;
  readonly #moveToTop: StatementSync;
  readonly #byId: StatementSync;
  readonly #byOwner: StatementSync;
  readonly #active: StatementSync;
  readonly #ended: StatementSync;

  constructor(database: DatabaseSync) {
    this.#insert = database.prepare(
      `INSERT INTO jobs (${jobColumns}) VALUES (:id, :owner, :state, :priority, :toppedAt, :settings, :revision, :createdAt, :reopenedAt, :finishedAt)`,
    );
    this.#setState = database.prepare(
      `UPDATE jobs SET state = :state, finishedAt = :finishedAt,
         reopenedAt = CASE WHEN :state = 'sealed' AND finishedAt IS NOT NULL THEN :now ELSE reopenedAt END,
         toppedAt = CASE WHEN :state IN ('finished', 'cancelled') THEN NULL ELSE toppedAt END WHERE id = :jobId`,
    );
    this.#finish = database.prepare(
      `UPDATE jobs SET state = 'finished', finishedAt = :at, toppedAt = NULL WHERE id = :jobId AND state = 'sealed'
         AND NOT EXISTS (SELECT 1 FROM totals WHERE jobId = :jobId AND state IN ('received', 'queued') AND tasks > 0)`,
    );
    this.#start = database.prepare(
      "UPDATE jobs SET state = :state, settings = :settings, createdAt = :at WHERE id = :jobId AND state = 'draft' AND isDeleted = 0",
    );
    this.#setPriority = database.prepare("UPDATE jobs SET priority = :priority WHERE id = :jobId");
    this.#moveToTop = database.prepare(
      "UPDATE jobs SET toppedAt = :at WHERE id = :jobId AND toppedAt IS NULL AND state IN ('open', 'sealed')",
    );
    this.#byId = database.prepare(`SELECT ${jobColumns} FROM jobs WHERE id = ? AND isDeleted = 0`);
    this.#byOwner = database.prepare(
      `SELECT ${jobColumns} FROM jobs WHERE owner = ? AND isDeleted = 0 ORDER BY createdAt DESC, number DESC`,
    );
    this.#active = database.prepare(
      `SELECT ${jobColumns} FROM jobs WHERE isDeleted = 0 AND (state IN ('draft', 'open', 'sealed')
         OR id IN (SELECT jobId FROM totals WHERE state IN ('received', 'queued') AND tasks > 0))
       ORDER BY createdAt, number`,
    );
    this.#ended = database.prepare(
      `SELECT ${jobColumns} FROM jobs WHERE finishedAt < :before AND isDeleted = 0 AND state IN ('finished', 'cancelled')
       ORDER BY finishedAt, number LIMIT :limit`,
    );
  }

  insert({ settings, ...job }: JobRecord): void {
    this.#insert.run({ ...job, settings: JSON.stringify(settings) });
  }

  setState(jobId: Id, state: JobState, finishedAt: number | null): void {
    this.#setState.run({ jobId, state, finishedAt, now: Date.now() });
  }

  /** Ends a sealed job that has no task left to end. */
  finish(jobId: Id, at: number): void {
    this.#finish.run({ jobId, at });
  }

  /** Makes a draft a job. False where it is none. */
  start(jobId: Id, { settings, ...start }: JobStart): boolean {
    return this.#start.run({ jobId, ...start, settings: JSON.stringify(settings) }).changes > 0;
  }

  setPriority(jobId: Id, priority: Priority): void {
    this.#setPriority.run({ jobId, priority });
  }

  moveToTop(jobId: Id, at: number): void {
    this.#moveToTop.run({ jobId, at });
  }

  byId(jobId: Id): JobRecord | null {
    const row = this.#byId.get(jobId);
    return row === undefined ? null : jobRecord(row);
  }

  byOwner(owner: string): JobRecord[] {
    return this.#byOwner.all(owner).map(jobRecord);
  }

  active(): JobRecord[] {
    return this.#active.all().map(jobRecord);
  }

  ended(before: number, limit: number): JobRecord[] {
    return this.#ended.all({ before, limit }).map(jobRecord);
  }
}
