import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { Id } from "@pixelmill/core";

/** Tasks looked at between two turns of the event loop. */
const pageSize = 1000;

interface KeysRow {
  readonly arrival: number;
  readonly sourceKey: string;
  readonly outputKey: string | null;
}

/** The blobs that tasks refer to. */
export class BlobKeys {
  readonly #ofJobAlone: StatementSync;
  readonly #page: StatementSync;

  constructor(database: DatabaseSync) {
    this.#ofJobAlone = database.prepare(
      `SELECT key FROM (
         SELECT sourceKey AS key FROM tasks WHERE jobId = :jobId
         UNION SELECT outputKey FROM tasks WHERE jobId = :jobId AND outputKey IS NOT NULL
       )
       WHERE NOT EXISTS (SELECT 1 FROM tasks INDEXED BY tasksBySourceKey WHERE sourceKey = key AND jobId <> :jobId)
         AND NOT EXISTS (SELECT 1 FROM tasks INDEXED BY tasksByOutputKey WHERE outputKey = key AND jobId <> :jobId)`,
    );
    this.#page = database.prepare(
      `SELECT arrival, sourceKey, outputKey FROM tasks WHERE arrival > ? ORDER BY arrival LIMIT ${pageSize}`,
    );
  }

  /** Keys that no task of another job refers to. */
  ofJobAlone(jobId: Id): string[] {
    return this.#ofJobAlone.all({ jobId }).map(({ key }) => String(key));
  }

  async *all(): AsyncGenerator<string> {
    let page: KeysRow[] = [];
    do {
      page = this.#page.all(page.at(-1)?.arrival ?? 0) as unknown as KeysRow[];
      for (const { sourceKey, outputKey } of page) {
        yield sourceKey;
        if (outputKey !== null && outputKey !== sourceKey) yield outputKey;
      }
    } while (page.length === pageSize);
  }
}
