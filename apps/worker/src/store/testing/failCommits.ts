import { DatabaseSync } from "node:sqlite";
import { vi } from "vitest";

/** Makes every commit fail as on a full disk, until the mock is restored: what was written before it is rolled back. */
export function failCommits() {
  const { exec } = DatabaseSync.prototype;
  return vi.spyOn(DatabaseSync.prototype, "exec").mockImplementation(function (this: DatabaseSync, sql: string) {
    if (sql === "COMMIT") throw Object.assign(new Error("database or disk is full"), { errcode: 13 });
    exec.call(this, sql);
  });
}
