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
  readonly #deleteFurther: StatementSync;
  readonly #repeat: StatementSync;

  constructor(database: DatabaseSync) {
    this.#insert = database.prepare(
      `INSERT INTO outputs (arrival, position, jobId, result, path, foldedPath, key, ledgerKey)
       SELECT arrival, :position, jobId, :result, :path, :foldedPath, :key, :ledgerKey FROM tasks WHERE taskId = :taskId`,
    );
    this.#deleteOfTask = database.prepare("DELETE FROM outputs WHERE arrival = (SELECT arrival FROM tasks WHERE taskId = ?)");
    this.#deleteFurther = database.prepare("DELETE FROM outputs WHERE jobId = ? AND position > 0");
    this.#repeat = database.prepare(
      `INSERT INTO outputs (arrival, position, jobId, result, path, foldedPath, key, ledgerKey)
       SELECT arrival, value, jobId, result, NULL, NULL, NULL, NULL FROM outputs, json_each(:positions)
       WHERE jobId = :jobId AND position = 0`,
    );
  }

  /** `position`: its place among the task's outputs, from 0. */
  insert(taskId: Id, position: number, { result, ...row }: OutputRow): void {
    this.#insert.run({ taskId, position, result: JSON.stringify(result), ...row });
  }

  deleteOfTask(taskId: Id): void {
    this.#deleteOfTask.run(taskId);
  }

  /** Lets every task of a job that has ended have so many outputs, each what its first is. To be asked where none has a file. */
  repeatFirst(jobId: Id, outputs: number): void {
    this.#deleteFurther.run(jobId);
    const positions = Array.from({ length: outputs - 1 }, (_, at) => at + 1);
    this.#repeat.run({ jobId, positions: JSON.stringify(positions) });
  }
}
