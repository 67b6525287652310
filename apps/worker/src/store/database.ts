import { DatabaseSync } from "node:sqlite";
import { native } from "@pixelmill/native";
import { migrations } from "./schema.ts";

/** How long to wait for another connection's lock (a backup or a curious `sqlite3`), in milliseconds. */
const lockTimeoutMs = 5000;

/**
 * Opens the database, made where there is none, and brings its schema up to date. Each commit is on the disk when it
 * returns (`synchronous=FULL`). Throws where the file was written by a later version of Pixelmill, or is no database.
 */
export function openDatabase(file: string): DatabaseSync {
  const database = new DatabaseSync(native.longPath(file), { timeout: lockTimeoutMs });
  try {
    database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;");
    migrate(database);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function migrate(database: DatabaseSync): void {
  const version = schemaVersion(database);
  if (version > migrations.length) {
    throw new Error(
      `The database has schema version ${version}; this Pixelmill knows none above ${migrations.length}. Start the newer one.`,
    );
  }
  for (const [at, step] of migrations.entries()) if (at >= version) applyStep(database, step, at + 1);
}

/** The step and its version are one transaction: a kill in between leaves the version before it. */
function applyStep(database: DatabaseSync, step: string, version: number): void {
  database.exec("BEGIN IMMEDIATE");
  try {
    database.exec(`${step}; PRAGMA user_version = ${version};`);
    database.exec("COMMIT");
  } catch (error) {
    if (database.isTransaction) database.exec("ROLLBACK");
    throw error;
  }
}

/** Version of the database's schema; 0 for an empty one. */
export function schemaVersion(database: DatabaseSync): number {
  return Number(database.prepare("PRAGMA user_version").get()?.user_version);
}
