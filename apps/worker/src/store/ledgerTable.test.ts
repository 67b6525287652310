import { expect, it, onTestFinished } from "vitest";
import { openDatabase } from "./database.ts";
import { LedgerTable } from "./ledgerTable.ts";

it("remembers the newest made files, and no more than it may", () => {
  const database = openDatabase(":memory:");
  onTestFinished(() => database.close());
  const ledger = new LedgerTable(database, 3);
  const hashes = [1, 2, 3, 4, 5].map((digit) => String(digit).repeat(64));
  for (const sha256 of hashes) {
    ledger.insertMade({ sha256, treatment: "plain" });
    ledger.insertMade({ sha256, treatment: "plain" });
  }
  expect(hashes.map((sha256) => ledger.treatments(sha256).length)).toEqual([0, 0, 1, 1, 1]);
  expect(database.prepare("SELECT COUNT(*) AS files FROM madeFiles").get()).toEqual({ files: 3 });
});
