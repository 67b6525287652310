import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { fail, failure, ok, type Result } from "@pixelmill/core";
import { mkdir, native } from "@pixelmill/native";

/** SQLite's result code SQLITE_BUSY: somebody else holds the lock. Source: sqlite.org/rescode.html#busy */
const sqliteBusy = 5;

/** Keeps held locks from the garbage collector, which would close and so release what the caller no longer mentions. */
const held = new Set<DatabaseSync>();

/** A held directory. */
export interface DirectoryLock {
  release(): void;
}

/**
 * Takes the directory, made for this user alone where there is none, for this process alone. The lock is the operating system's, held on
 * `lock.db` by an open exclusive transaction of SQLite, so it goes with the process, however that ends. Fails with
 * `dataDirectoryInUse`; throws where the directory cannot be written.
 */
export async function lockDirectory(directory: string): Promise<Result<DirectoryLock>> {
  await mkdir(directory, { mode: 0o700 });
  const database = new DatabaseSync(native.longPath(join(directory, "lock.db")), { timeout: 0 });
  try {
    database.exec("BEGIN EXCLUSIVE");
  } catch (error) {
    database.close();
    if (isBusy(error)) return fail(failure("dataDirectoryInUse"));
    throw error;
  }
  held.add(database);
  return ok({ release: () => releaseLock(database) });
}

function releaseLock(database: DatabaseSync): void {
  if (held.delete(database)) database.close();
}

const isBusy = (error: unknown): boolean => error instanceof Error && "errcode" in error && error.errcode === sqliteBusy;
