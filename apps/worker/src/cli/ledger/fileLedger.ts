import { dirname } from "node:path";
import { DatabaseSync, type StatementSync } from "node:sqlite";
import type { DeliveredResult } from "@pixelmill/core";
import { mkdir, native } from "@pixelmill/native";

/** Results that are remembered, about 500 bytes each: with more, the oldest are forgotten. */
const mostResults = 200_000;

/** Results that are gathered for one transaction at most, and for how long. */
const gathered = { results: 64, ms: 1000 } as const;

/** How long to wait while another run writes, in milliseconds. */
const lockTimeoutMs = 5000;

/** Version of the file's form. One of another version is left alone. */
const version = 1;

const schema = `
  CREATE TABLE results (
    number INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    result TEXT NOT NULL,
    sha256 BLOB NOT NULL,
    treatment TEXT,
    file TEXT
  ) STRICT;
  CREATE INDEX madeFiles ON results (sha256) WHERE treatment IS NOT NULL;
  PRAGMA user_version = ${version};
`;

/** A result of an earlier run. */
export interface LedgerEntry {
  /** Under what it is found. */
  readonly key: string;
  readonly result: DeliveredResult;
  /** SHA-256 of the delivered file, in hexadecimal. */
  readonly sha256: string;
  /** What the file was made under; null where the original was kept. */
  readonly treatment: string | null;
  /** Where the file was put, an absolute path; null where the original was kept. Whether it is still there is to be looked at. */
  readonly file: string | null;
}

/**
 * Results of the command line's runs, in one SQLite file that several runs may use at once. What is in it is only a hint: a file counts
 * for what its bytes are. So a lost or damaged ledger costs time and nothing else, and a commit does not wait for the disk.
 */
export class FileLedger {
  readonly #database: DatabaseSync;
  readonly #find: StatementSync;
  readonly #treatments: StatementSync;
  readonly #insert: StatementSync;
  readonly #forgetOldest: StatementSync;
  #waiting: LedgerEntry[] = [];
  #writtenAt = performance.now();

  private constructor(database: DatabaseSync, mostEntries: number) {
    this.#database = database;
    this.#find = database.prepare("SELECT key, result, lower(hex(sha256)) AS sha256, treatment, file FROM results WHERE key = ?");
    this.#treatments = database.prepare(
      "SELECT DISTINCT treatment FROM results INDEXED BY madeFiles WHERE sha256 = unhex(?) AND treatment IS NOT NULL",
    );
    this.#insert = database.prepare(
      `INSERT OR REPLACE INTO results (key, result, sha256, treatment, file)
       VALUES (:key, :result, unhex(:sha256), :treatment, :file) RETURNING number`,
    );
    this.#forgetOldest = database.prepare(`DELETE FROM results WHERE number <= ? - ${mostEntries}`);
  }

  /** Opens the file, made where there is none. Throws where it cannot be used. `mostEntries`: results that are remembered. */
  static async open(file: string, mostEntries = mostResults): Promise<FileLedger> {
    await mkdir(dirname(file), { mode: 0o700 });
    const database = new DatabaseSync(native.longPath(file), { timeout: lockTimeoutMs });
    try {
      database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;");
      inTransaction(database, () => prepareSchema(database));
      return new FileLedger(database, mostEntries);
    } catch (error) {
      database.close();
      throw error;
    }
  }

  find(key: string): LedgerEntry | null {
    const row = this.#find.get(key);
    return row === undefined ? null : ({ ...row, result: JSON.parse(String(row.result)) } as unknown as LedgerEntry);
  }

  /** What a file was made under; nothing where it is not known to be made here. */
  treatmentsOf(sha256: string): string[] {
    return this.#treatments.all(sha256).map(({ treatment }) => String(treatment));
  }

  /** Remembers a result: it is written with others, at the latest when the ledger is closed. */
  add(entry: LedgerEntry): void {
    this.#waiting.push(entry);
    const isDue = performance.now() - this.#writtenAt >= gathered.ms;
    if (isDue || this.#waiting.length >= gathered.results) this.#write();
  }

  #write(): void {
    this.#writtenAt = performance.now();
    const entries = this.#waiting;
    this.#waiting = [];
    if (entries.length > 0) inTransaction(this.#database, () => this.#insertAll(entries));
  }

  close(): void {
    try {
      this.#write();
    } finally {
      this.#database.close();
    }
  }

  #insertAll(entries: readonly LedgerEntry[]): void {
    let newest = 0;
    for (const { result, ...entry } of entries)
      newest = Number(this.#insert.get({ ...entry, result: JSON.stringify(result) })?.number);
    this.#forgetOldest.run(newest);
  }
}

function prepareSchema(database: DatabaseSync): void {
  const found = Number(database.prepare("PRAGMA user_version").get()?.user_version);
  if (found === 0) database.exec(schema);
  else if (found !== version) throw new Error(`it is of version ${found}, and this Pixelmill knows ${version}`);
}

function inTransaction(database: DatabaseSync, work: () => void): void {
  database.exec("BEGIN IMMEDIATE");
  try {
    work();
    database.exec("COMMIT");
  } catch (error) {
    if (database.isTransaction) database.exec("ROLLBACK");
    throw error;
  }
}
