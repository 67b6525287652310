import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { Id, JobRecord, JobState, Priority } from "@pixelmill/core";
import { jobColumns, jobRecord } from "./rows.ts";

/** The table of jobs. Runs inside the caller's transaction. */
export class JobTable {
  readonly #insert: StatementSync;
  readonly #setState: StatementSync;
  readonly #finish: StatementSync;
  readonly #setPriority: StatementSync;
  readonly #moveToTop: StatementSync;
  readonly #byId: StatementSync;
  readonly #outputsOf: StatementSync;
  readonly #byOwner: StatementSync;
  readonly #active: StatementSync;

  constructor(database: DatabaseSync) {
    this.#insert = database.prepare(
      `INSERT INTO jobs (${jobColumns}) VALUES (:id, :owner, :state, :priority, :toppedAt, :settings, :createdAt, :finishedAt)`,
    );
    this.#setState = database.prepare(
      `UPDATE jobs SET state = :state, finishedAt = :finishedAt,
         toppedAt = CASE WHEN :state IN ('finished', 'cancelled') THEN NULL ELSE toppedAt END WHERE id = :jobId`,
    );
    this.#finish = database.prepare(
      `UPDATE jobs SET state = 'finished', finishedAt = :at, toppedAt = NULL WHERE id = :jobId AND state = 'sealed'
         AND NOT EXISTS (SELECT 1 FROM totals WHERE jobId = :jobId AND state IN ('received', 'queued') AND tasks > 0)`,
    );
    this.#setPriority = database.prepare("UPDATE jobs SET priority = :priority WHERE id = :jobId");
    this.#moveToTop = database.prepare(
      "UPDATE jobs SET toppedAt = :at WHERE id = :jobId AND toppedAt IS NULL AND state IN ('open', 'sealed')",
    );
    this.#byId = database.prepare(`SELECT ${jobColumns} FROM jobs WHERE id = ? AND isDeleted = 0`);
    this.#outputsOf = database.prepare("SELECT json_array_length(settings, '$.outputs') AS outputs FROM jobs WHERE id = ?");
    this.#byOwner = database.prepare(
      `SELECT ${jobColumns} FROM jobs WHERE owner = ? AND isDeleted = 0 ORDER BY createdAt DESC, number DESC`,
    );
    this.#active = database.prepare(
      `SELECT ${jobColumns} FROM jobs WHERE isDeleted = 0 AND (state IN ('open', 'sealed')
         OR id IN (SELECT jobId FROM totals WHERE state IN ('received', 'queued') AND tasks > 0))
       ORDER BY createdAt, number`,
    );
  }

  insert({ settings, ...job }: JobRecord): void {
    this.#insert.run({ ...job, settings: JSON.stringify(settings) });
  }

  setState(jobId: Id, state: JobState, finishedAt: number | null): void {
    this.#setState.run({ jobId, state, finishedAt });
  }

  /** Ends a sealed job that has no task left to end. */
  finish(jobId: Id, at: number): void {
    this.#finish.run({ jobId, at });
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

  /** How many outputs the job's settings ask for; 0 for an unknown job. */
  outputsOf(jobId: Id): number {
    return Number(this.#outputsOf.get(jobId)?.outputs ?? 0);
  }

  byOwner(owner: string): JobRecord[] {
    return this.#byOwner.all(owner).map(jobRecord);
  }

  active(): JobRecord[] {
    return this.#active.all().map(jobRecord);
  }
}
