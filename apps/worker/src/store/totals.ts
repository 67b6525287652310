import type { DatabaseSync, StatementSync } from "node:sqlite";
import { type Id, type JobTotals, type TaskState, taskStates } from "@pixelmill/core";

/** What one task adds to its job's totals. */
export interface Share {
  readonly jobId: Id;
  readonly state: TaskState;
  readonly sourceBytes: number;
  /** Bytes of the delivered file; 0 without one. */
  readonly outputBytes: number;
}

interface TotalsRow {
  readonly state: TaskState;
  readonly tasks: number;
  readonly sourceBytes: number;
  readonly outputBytes: number;
}

/**
 * Running totals, one row per job and state, changed in the transaction that changes the task. Reading them costs
 * the same for a job of 100,000 tasks as for one of ten.
 */
export class Totals {
  readonly #change: StatementSync;
  readonly #read: StatementSync;

  constructor(database: DatabaseSync) {
    this.#change = database.prepare(
      `INSERT INTO totals (jobId, state, tasks, sourceBytes, outputBytes)
       VALUES (:jobId, :state, :tasks, :sourceBytes, :outputBytes)
       ON CONFLICT DO UPDATE SET tasks = tasks + excluded.tasks, sourceBytes = sourceBytes + excluded.sourceBytes,
         outputBytes = outputBytes + excluded.outputBytes`,
    );
    this.#read = database.prepare("SELECT state, tasks, sourceBytes, outputBytes FROM totals WHERE jobId = ?");
  }

  add(share: Share): void {
    this.#apply(share, 1);
  }

  remove(share: Share): void {
    this.#apply(share, -1);
  }

  read(jobId: Id): JobTotals {
    const rows = this.#read.all(jobId) as unknown as TotalsRow[];
    return {
      states: statesOf(rows),
      files: sum(rows, "tasks"),
      sourceBytes: sum(rows, "sourceBytes"),
      deliveredSourceBytes: sum(
        rows.filter(({ state }) => state === "optimized" || state === "keptOriginal"),
        "sourceBytes",
      ),
      outputBytes: sum(rows, "outputBytes"),
    };
  }

  #apply({ jobId, state, sourceBytes, outputBytes }: Share, sign: 1 | -1): void {
    this.#change.run({ jobId, state, tasks: sign, sourceBytes: sign * sourceBytes, outputBytes: sign * outputBytes });
  }
}

function statesOf(rows: readonly TotalsRow[]): JobTotals["states"] {
  const counts = new Map(rows.map(({ state, tasks }) => [state, tasks]));
  return Object.fromEntries(taskStates.map((state) => [state, counts.get(state) ?? 0])) as JobTotals["states"];
}

const sum = (rows: readonly TotalsRow[], column: "tasks" | "sourceBytes" | "outputBytes"): number =>
  rows.reduce((total, row) => total + row[column], 0);
