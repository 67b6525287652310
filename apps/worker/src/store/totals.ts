import type { DatabaseSync, StatementSync } from "node:sqlite";
import { type Id, isDelivered, isKnown, type JobTotals, type TaskRecord, type TaskState, taskStates } from "@pixelmill/core";

/** What a task adds to its job's totals: its state, its bytes, and what it delivered. */
export type CountedTask = Pick<TaskRecord, "jobId" | "state" | "sourceBytes"> & {
  readonly outputs: readonly Pick<TaskRecord["outputs"][number], "result">[];
};

interface Sums {
  readonly tasks: number;
  readonly sourceBytes: number;
  readonly deliveredSourceBytes: number;
  readonly outputs: number;
  readonly outputBytes: number;
  readonly known: number;
}

interface TotalsRow extends Sums {
  readonly state: TaskState;
}

const columns = [
  "tasks",
  "sourceBytes",
  "deliveredSourceBytes",
  "outputs",
  "outputBytes",
  "known",
] as const satisfies (keyof Sums)[];

/**
 * Running totals, one row per job and state, changed in the transaction that changes the task. Reading them costs
 * the same for a job of 100,000 tasks as for one of ten.
 */
export class Totals {
  readonly #change: StatementSync;
  readonly #read: StatementSync;

  constructor(database: DatabaseSync) {
    this.#change = database.prepare(
      `INSERT INTO totals (jobId, state, ${columns.join(", ")}) VALUES (:jobId, :state, ${columns.map((name) => `:${name}`).join(", ")})
       ON CONFLICT DO UPDATE SET ${columns.map((name) => `${name} = ${name} + excluded.${name}`).join(", ")}`,
    );
    this.#read = database.prepare(`SELECT state, ${columns.join(", ")} FROM totals WHERE jobId = ?`);
  }

  add(task: CountedTask): void {
    this.#apply(task, 1);
  }

  remove(task: CountedTask): void {
    this.#apply(task, -1);
  }

  read(jobId: Id): JobTotals {
    const rows = this.#read.all(jobId) as unknown as TotalsRow[];
    return {
      states: statesOf(rows),
      files: sum(rows, "tasks"),
      sourceBytes: sum(rows, "sourceBytes"),
      deliveredSourceBytes: sum(rows, "deliveredSourceBytes"),
      outputs: sum(rows, "outputs"),
      outputBytes: sum(rows, "outputBytes"),
      known: sum(rows, "known"),
    };
  }

  #apply(task: CountedTask, sign: 1 | -1): void {
    const sums = sumsOf(task);
    const signed = Object.fromEntries(columns.map((name) => [name, sign * sums[name]]));
    this.#change.run({ jobId: task.jobId, state: task.state, ...signed });
  }
}

function sumsOf({ sourceBytes, outputs }: CountedTask): Sums {
  const delivered = outputs.map(({ result }) => result).filter(isDelivered);
  return {
    tasks: 1,
    sourceBytes,
    deliveredSourceBytes: delivered.length > 0 ? sourceBytes : 0,
    outputs: delivered.length,
    outputBytes: delivered.reduce((total, { output }) => total + output.bytes, 0),
    known: outputs.length > 0 && outputs.every(({ result }) => isKnown(result)) ? 1 : 0,
  };
}

function statesOf(rows: readonly TotalsRow[]): JobTotals["states"] {
  const counts = new Map(rows.map(({ state, tasks }) => [state, tasks]));
  return Object.fromEntries(taskStates.map((state) => [state, counts.get(state) ?? 0])) as JobTotals["states"];
}

const sum = (rows: readonly TotalsRow[], column: keyof Sums): number => rows.reduce((total, row) => total + row[column], 0);
