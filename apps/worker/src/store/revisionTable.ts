import type { DatabaseSync, StatementSync } from "node:sqlite";
import { type Id, type JobRecord, maxOtherSettings, type Settings, type SettingsRevision, settingsSchema } from "@pixelmill/core";

/** Settings that tasks have in place of their job's, whose own stand in its row. Runs inside the caller's transaction. */
export class RevisionTable {
  readonly #others: StatementSync;
  readonly #other: StatementSync;
  readonly #outputs: StatementSync;
  readonly #insert: StatementSync;
  readonly #remove: StatementSync;
  readonly #removeUnused: StatementSync;
  readonly #next: StatementSync;
  readonly #setJob: StatementSync;

  constructor(database: DatabaseSync) {
    this.#others = database.prepare("SELECT revision, settings FROM otherSettings WHERE jobId = ? ORDER BY revision");
    this.#other = database.prepare("SELECT settings FROM otherSettings WHERE jobId = :jobId AND revision = :revision");
    this.#outputs = database.prepare(
      `SELECT json_array_length(settings, '$.outputs') AS outputs FROM jobs WHERE id = :jobId AND revision = :revision
       UNION ALL SELECT json_array_length(settings, '$.outputs') FROM otherSettings WHERE jobId = :jobId AND revision = :revision`,
    );
    this.#insert = database.prepare(
      "INSERT OR IGNORE INTO otherSettings (jobId, revision, settings) VALUES (:jobId, :revision, :settings)",
    );
    this.#remove = database.prepare("DELETE FROM otherSettings WHERE jobId = :jobId AND revision = :revision");
    this.#removeUnused = database.prepare(
      `DELETE FROM otherSettings WHERE jobId = :jobId
         AND revision NOT IN (SELECT revision FROM tasks INDEXED BY tasksByArrival WHERE jobId = :jobId)`,
    );
    this.#next = database.prepare("UPDATE jobs SET revisions = revisions + 1 WHERE id = ? RETURNING revisions - 1 AS revision");
    this.#setJob = database.prepare("UPDATE jobs SET settings = :settings, revision = :revision WHERE id = :jobId");
  }

  others(jobId: Id): SettingsRevision[] {
    return this.#others.all(jobId).map(({ revision, settings }) => ({ revision: Number(revision), settings: parsed(settings) }));
  }

  /** Settings that are not the job's own. */
  settingsOf(jobId: Id, revision: number): Settings | null {
    const row = this.#other.get({ jobId, revision });
    return row === undefined ? null : parsed(row.settings);
  }

  /** How many outputs settings of a job ask for; 0 where there are none of that number. */
  outputsOf(jobId: Id, revision: number): number {
    return Number(this.#outputs.get({ jobId, revision })?.outputs ?? 0);
  }

  /** The number of these settings from now on, of the job or of some of its tasks; null where there are too many. */
  revise(job: JobRecord, settings: Settings, scope: "all" | "some"): number | null {
    const jobId = job.id;
    this.#removeUnused.run({ jobId });
    const others = this.others(jobId);
    const known = [job, ...others].find((each) => isSame(each.settings, settings));
    if (known?.revision === job.revision) return job.revision;
    if (scope === "some" && known === undefined && others.length >= maxOtherSettings) return null;
    const revision = known?.revision ?? Number(this.#next.get(jobId)?.revision);
    if (scope === "some") this.#insert.run({ jobId, revision, settings: JSON.stringify(settings) });
    else this.#replaceOwn(job, { revision, settings });
    return revision;
  }

  /** What the job had until now some tasks still have. */
  #replaceOwn({ id: jobId, ...before }: JobRecord, { revision, settings }: SettingsRevision): void {
    this.#insert.run({ jobId, revision: before.revision, settings: JSON.stringify(before.settings) });
    this.#remove.run({ jobId, revision });
    this.#setJob.run({ jobId, revision, settings: JSON.stringify(settings) });
    this.#removeUnused.run({ jobId });
  }
}

const isSame = (a: Settings, b: Settings): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Read by their schema, as those of a job: a setting that came later has its default. */
const parsed = (settings: unknown): Settings => settingsSchema.parse(JSON.parse(String(settings)));
