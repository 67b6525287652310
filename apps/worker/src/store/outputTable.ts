import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { Id, OutputRecord } from "@pixelmill/core";

/** An output as its row holds it. */
export interface OutputRow extends OutputRecord {
  readonly foldedPath: string | null;
  readonly ledgerKey: string | null;
}

/** The table of outputs, one row for each output of each task that ended. Runs inside the caller's transaction. */
export class OutputTable {
  readonly #insert: StatementSync;
  readonly #deleteOfTask: StatementSync;

  constructor(database: DatabaseSync) {
    this.#insert = database.prepare(
      `INSERT INTO outputs (arrival, position, jobId, result, path, foldedPath, key, ledgerKey)
       SELECT arrival, :position, jobId, :result, :path, :foldedPath, :key, :ledgerKey FROM tasks WHERE taskId = :taskId`,
    );
    this.#deleteOfTask = database.prepare("DELETE FROM outputs WHERE arrival = (SELECT arrival FROM tasks WHERE taskId = ?)");
  }

  /** `position`: its place among the task's outputs, from 0. */
  insert(taskId: Id, position: number, { result, ...row }: OutputRow): void {
    this.#insert.run({ taskId, position, result: JSON.stringify(result), ...row });
  }

  deleteOfTask(taskId: Id): void {
    this.#deleteOfTask.run(taskId);
  }
}
