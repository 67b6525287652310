import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, it, onTestFinished } from "vitest";
import { testFolder } from "../testing/folder.ts";
import { FileLedger, type LedgerEntry } from "./fileLedger.ts";

const output = { format: "webp", width: 4, height: 3, frames: 1, bytes: 9 } as const;

const entry = (key: string, changes: Partial<LedgerEntry> = {}): LedgerEntry => ({
  key,
  result: { status: "optimized", output, warnings: ["larger"] },
  sha256: "ab".repeat(32),
  treatment: "plain",
  file: `/out/${key}.webp`,
  ...changes,
});

async function open(file: string, mostEntries?: number): Promise<FileLedger> {
  const ledger = await FileLedger.open(file, mostEntries);
  onTestFinished(() => ledger.close());
  return ledger;
}

async function closedWith(file: string, entries: readonly LedgerEntry[], mostEntries?: number): Promise<void> {
  const ledger = await FileLedger.open(file, mostEntries);
  for (const each of entries) ledger.add(each);
  ledger.close();
}

it("remembers results in a file, in a folder that it makes", async () => {
  const file = join(testFolder(), "new/folder/ledger.db");
  const kept = entry("b", {
    result: { status: "keptOriginal", reason: "wouldBeLarger", output, warnings: [] },
    treatment: null,
    file: null,
  });
  await closedWith(file, [entry("a"), kept]);
  const ledger = await open(file);
  expect(ledger.find("a")).toEqual(entry("a"));
  expect(ledger.find("b")).toEqual(kept);
  expect(ledger.find("c")).toBeNull();
});

it("knows under which treatments a file was made, and nothing of kept originals", async () => {
  const file = join(testFolder(), "ledger.db");
  const other = { sha256: "cd".repeat(32), treatment: null, file: null };
  await closedWith(file, [entry("a"), entry("b"), entry("c", { treatment: "quality 40" }), entry("d", other)]);
  const ledger = await open(file);
  expect(ledger.treatmentsOf("ab".repeat(32)).sort()).toEqual(["plain", "quality 40"]);
  expect(ledger.treatmentsOf("cd".repeat(32))).toEqual([]);
});

it("takes the last result of a key, and forgets the oldest where there are too many", async () => {
  const file = join(testFolder(), "ledger.db");
  await closedWith(file, [entry("a"), entry("b"), entry("c")], 3);
  await closedWith(file, [entry("a", { file: "/moved" }), entry("d")], 3);
  const ledger = await open(file);
  expect(["a", "b", "c", "d"].map((key) => ledger.find(key)?.file)).toEqual(["/moved", undefined, "/out/c.webp", "/out/d.webp"]);
});

it("is shared by several that are open at once", async () => {
  const file = join(testFolder(), "ledger.db");
  const ledgers = await Promise.all([1, 2, 3].map(() => FileLedger.open(file)));
  for (const [at, ledger] of ledgers.entries()) for (let each = 0; each < 200; each += 1) ledger.add(entry(`${at}-${each}`));
  for (const ledger of ledgers) ledger.close();
  const after = await open(file);
  for (const at of [0, 1, 2]) for (const each of [0, 63, 64, 199]) expect(after.find(`${at}-${each}`)).not.toBeNull();
});

it("cannot be opened where the file is something else, or of another version, and leaves it as it is", async () => {
  const folder = testFolder();
  writeFileSync(join(folder, "text"), "this is a text and not a database".repeat(100));
  await expect(FileLedger.open(join(folder, "text"))).rejects.toThrow("file is not a database");
  const later = new DatabaseSync(join(folder, "later.db"));
  later.exec("PRAGMA user_version = 9");
  later.close();
  await expect(FileLedger.open(join(folder, "later.db"))).rejects.toThrow("it is of version 9");
});
