import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { EngineConfiguration, EngineRun, Id, JobRun, PoolMetrics, TaskRun } from "@pixelmill/core";

/** Runs read between two turns of the event loop. */
const pageSize = 2000;

interface RunRow extends Omit<JobRun, "delivered"> {
  readonly arrival: number;
  readonly delivered: number;
}

/** The tables of measurements behind job reports. Writes run inside the caller's transaction. */
export class RunTable {
  readonly #insert: StatementSync;
  readonly #page: StatementSync;
  readonly #insertEngine: StatementSync;
  readonly #forgetEngines: StatementSync;
  readonly #engines: StatementSync;
  readonly #putPool: StatementSync;
  readonly #pools: StatementSync;

  constructor(database: DatabaseSync) {
    this.#insert = database.prepare(
      `INSERT OR REPLACE INTO taskRuns (arrival, engine, encoder, batch, batchSize, threads, submittedAt, startedAt, endedAt,
         runMs, estimatedMs, estimatedPeakBytes, peakBytes, attempts, pixels)
       SELECT arrival, :engine, :encoder, :batch, :batchSize, :threads, :submittedAt, :startedAt, :endedAt,
         :runMs, :estimatedMs, :estimatedPeakBytes, :peakBytes, :attempts, :pixels FROM tasks WHERE taskId = :taskId`,
    );
    this.#page = database.prepare(
      `SELECT taskRuns.*, path, sourceBytes,
         EXISTS (SELECT 1 FROM outputs WHERE outputs.arrival = tasks.arrival AND key IS NOT NULL) AS delivered
       FROM tasks INDEXED BY tasksByArrival JOIN taskRuns USING (arrival)
       WHERE jobId = :jobId AND arrival > :after ORDER BY arrival LIMIT ${pageSize}`,
    );
    this.#insertEngine = database.prepare(
      "INSERT INTO engines (startedAt, configuration) VALUES (:startedAt, :configuration) RETURNING number",
    );
    this.#forgetEngines = database.prepare("DELETE FROM engines WHERE number NOT IN (SELECT engine FROM taskRuns)");
    this.#engines = database.prepare(
      `SELECT number, startedAt, configuration FROM engines
       WHERE number IN (SELECT value FROM json_each(?)) ORDER BY number`,
    );
    this.#putPool = database.prepare(
      `INSERT OR REPLACE INTO poolMetrics (jobId, beganAt, metrics)
       SELECT id, :beganAt, :metrics FROM jobs WHERE id = :jobId AND isDeleted = 0`,
    );
    this.#pools = database.prepare("SELECT metrics FROM poolMetrics WHERE jobId = ? ORDER BY beganAt");
  }

  /** Stores a task's run, if an encoder began it; in place of an earlier one. */
  insert(taskId: Id, { engine, course, pixels }: TaskRun): void {
    const { sending, startedAt, submittedAt, endedAt, runMs, estimate, peakBytes, attempts } = course;
    if (sending === null || startedAt === null) return;
    const [estimatedMs, estimatedPeakBytes] = [estimate.ms, estimate.peakBytes];
    const moments = { submittedAt, startedAt, endedAt, runMs };
    this.#insert.run({ taskId, engine, pixels, ...sending, ...moments, estimatedMs, estimatedPeakBytes, peakBytes, attempts });
  }

  /** A job's runs, in slices by the order of arrival. */
  *pages(jobId: Id): Generator<readonly JobRun[]> {
    let rows: RunRow[] = [];
    do {
      rows = this.#page.all({ jobId, after: rows.at(-1)?.arrival ?? 0 }) as unknown as RunRow[];
      yield rows.map(({ arrival: _, delivered, ...run }) => ({ ...run, delivered: delivered === 1 }));
    } while (rows.length === pageSize);
  }

  beginEngine(startedAt: number, configuration: EngineConfiguration): number {
    this.#forgetEngines.run();
    return Number(this.#insertEngine.get({ startedAt, configuration: JSON.stringify(configuration) })?.number);
  }

  engines(numbers: Iterable<number>): EngineRun[] {
    return this.#engines.all(JSON.stringify([...numbers])).map(({ number, startedAt, configuration }) => ({
      number: Number(number),
      startedAt: Number(startedAt),
      configuration: JSON.parse(String(configuration)),
    }));
  }

  /** Nothing where the job is unknown. */
  putPool(jobId: Id, metrics: PoolMetrics): void {
    this.#putPool.run({ jobId, beganAt: metrics.beganAt, metrics: JSON.stringify(metrics) });
  }

  pools(jobId: Id): PoolMetrics[] {
    return this.#pools.all(jobId).map(({ metrics }) => JSON.parse(String(metrics)));
  }
}
