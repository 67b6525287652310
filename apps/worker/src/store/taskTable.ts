import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { FinalTaskState, Id, ImageInfo, ReceivedSource, TaskEnd, TaskRecord, TaskState } from "@pixelmill/core";
import { taskColumns, taskRecord } from "./rows.ts";

/** Which tasks of a job to read, in order of arrival. */
export interface TaskPage {
  readonly states?: readonly TaskState[];
  readonly offset: number;
  readonly limit: number;
}

/** The table of tasks. Runs inside the caller's transaction; the rules of states and totals are the caller's. */
export class TaskTable {
  readonly #nextSequence: StatementSync;
  readonly #insert: StatementSync;
  readonly #setInspected: StatementSync;
  readonly #end: StatementSync;
  readonly #reopen: StatementSync;
  readonly #changed: StatementSync;
  readonly #ofStates: StatementSync;
  readonly #byId: StatementSync;
  readonly #page: StatementSync;
  readonly #pageOfStates: StatementSync;
  readonly #changes: StatementSync;

  constructor(database: DatabaseSync) {
    this.#nextSequence = database.prepare("UPDATE lastSequence SET value = value + 1 RETURNING value");
    this.#insert = database.prepare(
      `INSERT INTO tasks (taskId, jobId, path, sourceKey, sourceBytes, sha256, state, revision, sequence)
       VALUES (:taskId, :jobId, :path, :sourceKey, :sourceBytes, :sha256, 'received', :revision, :sequence)`,
    );
    this.#setInspected = database.prepare(
      "UPDATE tasks SET state = 'queued', info = :info, sequence = :sequence WHERE taskId = :taskId",
    );
    this.#end = database.prepare(
      "UPDATE tasks SET state = :state, encodeMs = :encodeMs, peakBytes = :peakBytes, sequence = :sequence WHERE taskId = :taskId",
    );
    this.#reopen = database.prepare(
      "UPDATE tasks SET state = :state, revision = :revision, encodeMs = NULL, peakBytes = NULL, sequence = :sequence WHERE taskId = :taskId",
    );
    this.#changed = database.prepare("UPDATE tasks SET sequence = :sequence WHERE arrival = :arrival");
    this.#ofStates = database.prepare(
      `SELECT arrival FROM tasks INDEXED BY tasksByArrival WHERE jobId = :jobId
         AND state IN (SELECT value FROM json_each(:states)) ORDER BY arrival`,
    );
    this.#byId = database.prepare(`SELECT ${taskColumns} FROM tasks WHERE taskId = ?`);
    this.#page = database.prepare(
      `SELECT ${taskColumns} FROM tasks INDEXED BY tasksByArrival WHERE jobId = :jobId
       ORDER BY arrival LIMIT :limit OFFSET :offset`,
    );
    this.#pageOfStates = database.prepare(
      `SELECT ${taskColumns} FROM tasks INDEXED BY tasksByArrival WHERE jobId = :jobId
         AND state IN (SELECT value FROM json_each(:states)) ORDER BY arrival LIMIT :limit OFFSET :offset`,
    );
    this.#changes = database.prepare(
      `SELECT ${taskColumns} FROM tasks INDEXED BY tasksBySequence WHERE jobId = :jobId AND sequence > :sequence
       ORDER BY sequence LIMIT :limit`,
    );
  }

  insert({ taskId, jobId, path, sourceKey, sourceBytes, sha256 }: ReceivedSource, revision: number): void {
    this.#insert.run({ taskId, jobId, path, sourceKey, sourceBytes, sha256, revision, sequence: this.#sequence() });
  }

  setInspected(taskId: Id, info: ImageInfo): void {
    this.#setInspected.run({ taskId, info: JSON.stringify(info), sequence: this.#sequence() });
  }

  end({ taskId, encodeMs, peakBytes = null }: TaskEnd, state: FinalTaskState): void {
    this.#end.run({ taskId, state, encodeMs, peakBytes, sequence: this.#sequence() });
  }

  /** Takes it back to where it has no outputs, under settings of this number. */
  reopen(taskId: Id, state: "received" | "queued", revision: number): void {
    this.#reopen.run({ taskId, state, revision, sequence: this.#sequence() });
  }

  /** Tells a job's tasks in these states anew: something beside their rows has changed. */
  changed(jobId: Id, states: readonly TaskState[]): void {
    for (const { arrival } of this.#ofStates.all({ jobId, states: JSON.stringify(states) }))
      this.#changed.run({ arrival: Number(arrival), sequence: this.#sequence() });
  }

  byId(taskId: Id): TaskRecord | null {
    const row = this.#byId.get(taskId);
    return row === undefined ? null : taskRecord(row);
  }

  page(jobId: Id, { states, offset, limit }: TaskPage): TaskRecord[] {
    const rows =
      states === undefined
        ? this.#page.all({ jobId, offset, limit })
        : this.#pageOfStates.all({ jobId, offset, limit, states: JSON.stringify(states) });
    return rows.map(taskRecord);
  }

  changes(jobId: Id, sequence: number, limit: number): TaskRecord[] {
    return this.#changes.all({ jobId, sequence, limit }).map(taskRecord);
  }

  /** The next number of the store-wide order of changes. */
  #sequence(): number {
    return Number(this.#nextSequence.get()?.value);
  }
}
