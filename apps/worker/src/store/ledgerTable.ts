import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { KnownOutput, MadeFile } from "@pixelmill/core";

/** Made files that are remembered, about 100 bytes each: with more, the oldest are forgotten. */
const mostMadeFiles = 500_000;

/**
 * What was made before: outputs are found by their own rows, and so go with their jobs; files that were made here are remembered
 * without them. Runs inside the caller's transaction.
 */
export class LedgerTable {
  readonly #known: StatementSync;
  readonly #forgetFile: StatementSync;
  readonly #hasFile: StatementSync;
  readonly #insertMade: StatementSync;
  readonly #forgetOldest: StatementSync;
  readonly #treatments: StatementSync;
  /** The oldest are looked for once in so many files. */
  readonly #forgetEvery: number;

  /** `mostFiles`: made files that are remembered. */
  constructor(database: DatabaseSync, mostFiles = mostMadeFiles) {
    this.#known = database.prepare(
      `SELECT result, key FROM outputs INDEXED BY outputsByLedgerKey JOIN jobs ON jobs.id = outputs.jobId
       WHERE ledgerKey = :ledgerKey AND owner = :owner AND key IS NOT NULL AND isDeleted = 0 LIMIT 1`,
    );
    this.#forgetFile = database.prepare("UPDATE outputs SET ledgerKey = NULL WHERE key = ?");
    this.#hasFile = database.prepare("SELECT 1 FROM outputs INDEXED BY outputsByKey WHERE key = ? LIMIT 1");
    this.#insertMade = database.prepare(
      "INSERT OR IGNORE INTO madeFiles (hash, treatment) VALUES (unhex(substr(:sha256, 1, 32)), :treatment) RETURNING number",
    );
    this.#forgetEvery = Math.ceil(mostFiles / 1000);
    this.#forgetOldest = database.prepare(`DELETE FROM madeFiles WHERE number <= ? - ${mostFiles}`);
    this.#treatments = database.prepare("SELECT treatment FROM madeFiles WHERE hash = unhex(substr(?, 1, 32))");
  }

  known(owner: string, ledgerKey: string): KnownOutput | null {
    const row = this.#known.get({ ledgerKey, owner });
    return row === undefined ? null : { result: JSON.parse(String(row.result)), key: String(row.key) };
  }

  forgetFile(key: string): void {
    this.#forgetFile.run(key);
  }

  /** Whether an output has the file. */
  hasFile(key: string): boolean {
    return this.#hasFile.get(key) !== undefined;
  }

  /** Half of the hash tells files apart as well, and takes half the room. */
  insertMade({ sha256, treatment }: MadeFile): void {
    const number = Number(this.#insertMade.get({ sha256, treatment })?.number ?? 1);
    if (number % this.#forgetEvery === 0) this.#forgetOldest.run(number);
  }

  treatments(sha256: string): string[] {
    return this.#treatments.all(sha256).map(({ treatment }) => String(treatment));
  }
}
