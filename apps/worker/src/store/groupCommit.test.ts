import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { GroupCommit } from "./groupCommit.ts";
import { StorageFullError } from "./storageFull.ts";
import { temporaryDirectory } from "./testing/temporaryDirectory.ts";

let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
let database: DatabaseSync;
let group: GroupCommit;

beforeEach(async () => {
  directory = await temporaryDirectory();
  database = new DatabaseSync(join(directory.path, "any.db"));
  database.exec("PRAGMA journal_mode = WAL; CREATE TABLE notes (text TEXT NOT NULL)");
  group = new GroupCommit(database);
});
afterEach(async () => {
  if (database.isOpen) database.close();
  await directory.remove();
});

const add = (text: string | null) => group.write(() => database.prepare("INSERT INTO notes VALUES (?)").run(text).changes);
const notes = (from = database) =>
  from
    .prepare("SELECT text FROM notes ORDER BY rowid")
    .all()
    .map(({ text }) => text);
const commits = (exec: { mock: { calls: unknown[][] } }) => exec.mock.calls.filter(([sql]) => sql === "COMMIT").length;

it("gives writes of one moment one commit, in the order in which they came", async () => {
  const exec = vi.spyOn(database, "exec");
  expect(await Promise.all(["a", "b", "c"].map(add))).toEqual([1, 1, 1]);
  expect(notes()).toEqual(["a", "b", "c"]);
  expect(commits(exec)).toBe(1);
});

it("gives a very large number of writes several commits", async () => {
  const exec = vi.spyOn(database, "exec");
  await Promise.all(Array.from({ length: 1200 }, (_, at) => add(String(at))));
  expect(notes().length).toBe(1200);
  expect(commits(exec)).toBe(6);
});

it("resolves when others can read what was written, and not earlier", async () => {
  const other = new DatabaseSync(join(directory.path, "any.db"));
  const seenInside = group.write(() => {
    database.exec("INSERT INTO notes VALUES ('a')");
    return notes(other);
  });
  expect(await seenInside).toEqual([]);
  expect(notes(other)).toEqual(["a"]);
  other.close();
});

it("undoes a write that fails, all of it, and no other", async () => {
  const half = group.write(() => {
    database.exec("INSERT INTO notes VALUES ('half')");
    throw new Error("no more");
  });
  const outcomes = await Promise.allSettled([add("a"), half, add(null), add("b")]);
  expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "rejected", "fulfilled"]);
  expect(outcomes[1]).toMatchObject({ reason: { message: "no more" } });
  expect(notes()).toEqual(["a", "b"]);
});

it("rejects every write of a group that could not be committed, and goes on with the next", async () => {
  const exec = vi.spyOn(database, "exec").mockImplementationOnce(() => {
    throw new Error("disk is gone");
  });
  const outcomes = await Promise.allSettled([add("a"), add("b")]);
  expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  expect(exec).toHaveBeenCalled();
  await add("c");
  expect(notes()).toEqual(["c"]);
});

it("rejects with StorageFullError where the database cannot grow, and stores nothing of that write", async () => {
  const { page_count: pages } = database.prepare("PRAGMA page_count").get() ?? {};
  database.exec(`PRAGMA max_page_count = ${Number(pages) + 2}`);
  await add("small");
  const outcomes = await Promise.allSettled([add("x".repeat(100_000))]);
  expect(outcomes).toMatchObject([{ status: "rejected", reason: expect.any(StorageFullError) }]);
  expect(database.isTransaction).toBe(false);
  await add("still works");
  expect(notes()).toEqual(["small", "still works"]);
});

it("commits what is waiting when it is closed and refuses what comes later", async () => {
  const waiting = [add("a"), add("b")];
  group.close();
  expect(notes()).toEqual(["a", "b"]);
  await Promise.all(waiting);
  await expect(add("c")).rejects.toThrow("closed");
});
