import type { DatabaseSync, StatementSync } from "node:sqlite";

/** Tasks looked at between two turns of the event loop. */
const pageSize = 1000;

interface KeysRow {
  readonly arrival: number;
  readonly sourceKey: string;
  readonly outputKey: string | null;
}

/** The blobs that tasks refer to. */
export class BlobKeys {
  readonly #page: StatementSync;

  constructor(database: DatabaseSync) {
    this.#page = database.prepare(
      `SELECT arrival, sourceKey, outputKey FROM tasks WHERE arrival > ? ORDER BY arrival LIMIT ${pageSize}`,
    );
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
