import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { Id } from "@pixelmill/core";

/** Tasks looked at between two turns of the event loop. */
const pageSize = 1000;

interface KeysRow {
  readonly arrival: number;
  readonly sourceKey: string;
  /** JSON array. */
  readonly outputKeys: string;
}

/** The blobs that tasks refer to. */
export class BlobKeys {
  readonly #ofOutputsAlone: StatementSync;
  readonly #page: StatementSync;

  constructor(database: DatabaseSync) {
    this.#ofOutputsAlone = database.prepare(
      `SELECT DISTINCT own.key AS key FROM tasks JOIN outputs AS own USING (arrival) WHERE taskId = :taskId AND own.key IS NOT NULL
         AND NOT EXISTS (SELECT 1 FROM tasks INDEXED BY tasksBySourceKey WHERE sourceKey = own.key)
         AND NOT EXISTS (SELECT 1 FROM outputs INDEXED BY outputsByKey WHERE outputs.key = own.key AND arrival <> own.arrival)`,
    );
    this.#page = database.prepare(
      `SELECT arrival, sourceKey, (SELECT json_group_array(key) FROM outputs WHERE outputs.arrival = tasks.arrival AND key <> sourceKey)
         AS outputKeys
       FROM tasks WHERE arrival > ? ORDER BY arrival LIMIT ${pageSize}`,
    );
  }

  /** Keys of a task's outputs that no source and no output of another task refers to. */
  ofOutputsAlone(taskId: Id): string[] {
    return this.#ofOutputsAlone.all({ taskId }).map(({ key }) => String(key));
  }

  async *all(): AsyncGenerator<string> {
    let page: KeysRow[] = [];
    do {
      page = this.#page.all(page.at(-1)?.arrival ?? 0) as unknown as KeysRow[];
      for (const { sourceKey, outputKeys } of page) {
        yield sourceKey;
        yield* JSON.parse(outputKeys) as readonly string[];
      }
    } while (page.length === pageSize);
  }
}
