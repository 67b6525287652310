import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { failure, type Id, imageInfoSchema, settingsSchema, taskResultSchema } from "@pixelmill/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openDatabase, schemaVersion } from "./database.ts";
import { migrations } from "./schema.ts";
import { SqliteJobStore } from "./sqliteJobStore.ts";
import { aSource, delivered } from "./testing/samples.ts";
import { temporaryDirectory } from "./testing/temporaryDirectory.ts";

let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
let file: string;

beforeEach(async () => {
  directory = await temporaryDirectory();
  file = join(directory.path, "jobs.db");
});
afterEach(() => directory.remove());

function withDatabase<T>(use: (database: DatabaseSync) => T): T {
  const database = openDatabase(file);
  try {
    return use(database);
  } finally {
    database.close();
  }
}

describe("openDatabase", () => {
  it("fsyncs every commit, in a write-ahead log", () => {
    withDatabase((database) => {
      // 2 is FULL. Source: sqlite.org/pragma.html#pragma_synchronous
      expect(database.prepare("PRAGMA synchronous").get()).toEqual({ synchronous: 2 });
      expect(database.prepare("PRAGMA journal_mode").get()).toEqual({ journal_mode: "wal" });
    });
  });

  it("gives a new database the newest schema", () => {
    expect(withDatabase(schemaVersion)).toBe(migrations.length);
  });

  it("refuses a database of a later version and leaves it as it is", () => {
    withDatabase((database) => database.exec("PRAGMA user_version = 999"));
    expect(() => openDatabase(file)).toThrow("schema version 999");
    const untouched = new DatabaseSync(file);
    expect(schemaVersion(untouched)).toBe(999);
    untouched.close();
  });

  it("refuses a file that is no database", async () => {
    await writeFile(file, "this is a text file and not a database".repeat(100));
    expect(() => openDatabase(file)).toThrow("file is not a database");
  });
});

const jobId = `${"0".repeat(30)}a1`;
const [waiting, done, kept, broken] = ["b1", "b2", "b3", "b4"].map((end) => `${"0".repeat(30)}${end}`) as [Id, Id, Id, Id];

async function placeFixture(name: string): Promise<void> {
  const database = new DatabaseSync(file);
  database.exec(await readFile(join(import.meta.dirname, "testing", name), "utf8"));
  database.close();
}

/** Every version that was released before the newest one. */
const earlier = migrations.map((_, at) => at).slice(1);

describe.each(earlier)("a database of schema version %d", (version) => {
  beforeEach(() => placeFixture(`version${version}.sql`));

  it("gets the schema of a new one", () => {
    const migrated = withDatabase(schemaOf);
    const empty = new DatabaseSync(":memory:");
    for (const step of migrations) empty.exec(step);
    expect(migrated).toEqual(schemaOf(empty));
    expect(withDatabase(schemaVersion)).toBe(migrations.length);
  });

  it("keeps its jobs, tasks, totals and sequence, in the form that core knows today", async () => {
    const store = new SqliteJobStore(file);
    const job = await store.job(jobId);
    expect(job).toMatchObject({
      owner: "owner",
      state: "sealed",
      priority: "normal",
      createdAt: 1_700_000_000_000,
      finishedAt: null,
    });
    expect(job?.settings).toEqual(
      settingsSchema.parse({ outputs: [{ format: "webp", quality: 80, resize: { mode: "longest", pixels: 1600 } }] }),
    );

    const task = await store.task(done);
    expect(task).toMatchObject({
      path: "A.png",
      state: "optimized",
      outputs: [{ path: "A.webp", key: "results/b2" }],
      encodeMs: 12.5,
      // Measured since version 4.
      peakBytes: version < 4 ? null : 5e6,
    });
    expect(imageInfoSchema.parse(task?.info)).toMatchObject({ format: "png", bytes: 2000 });
    expect(taskResultSchema.parse(task?.outputs[0]?.result)).toMatchObject({ status: "optimized", output: { bytes: 600 } });
    expect(await store.task(waiting)).toMatchObject({ state: "received", outputs: [] });
    await store.end(delivered(waiting, { paths: ["a.webp", "c.webp"] }));
    expect(await store.task(waiting)).toMatchObject({ outputs: [{ path: "c.webp" }], sequence: 10 });
    expect(await store.receive(aSource(jobId, { taskId: done }))).toBe("existing");
    await store.close();
  });
});

describe.each(earlier.slice(1))("a database of schema version %d, with a row of every kind", (version) => {
  beforeEach(() => placeFixture(`version${version}.sql`));

  it("keeps settings without quality and size, and gives those that came later their defaults", async () => {
    const store = new SqliteJobStore(file);
    expect((await store.job(`${"0".repeat(30)}a2`))?.settings).toEqual(settingsSchema.parse({ minimumSaving: 0.125 }));
    await store.close();
  });

  it("keeps what became of every task, and what was counted", async () => {
    const store = new SqliteJobStore(file);
    expect(await store.task(kept)).toMatchObject({
      state: "keptOriginal",
      outputs: [{ path: "b.webp", key: "sources/b3" }],
      peakBytes: null,
    });
    expect((await store.task(broken))?.outputs).toEqual([
      { result: { status: "failed", error: failure("corruptImage") }, path: null, key: null },
    ]);
    expect(await store.totals(jobId)).toMatchObject({
      files: 5,
      sourceBytes: 3578,
      deliveredSourceBytes: 2500,
      outputs: 2,
      outputBytes: 1100,
      states: { received: 1, queued: 1, failed: 1, keptOriginal: 1, optimized: 1 },
    });
    expect((await Array.fromAsync(store.blobKeys())).toSorted()).toEqual(
      ["results/b2", ...[1, 2, 3, 4, 5].map((number) => `sources/b${number}`)].toSorted(),
    );
    expect(await store.reopen(broken)).toEqual([]);
    expect((await Array.fromAsync(store.deleteJob(jobId))).flat().toSorted()).toEqual([
      "results/b2",
      ...[1, 2, 3, 4, 5].map((number) => `sources/b${number}`),
    ]);
    await store.close();
  });
});

/** Every table and index as it was declared, white space levelled. */
function schemaOf(database: DatabaseSync): string[] {
  const rows = database.prepare("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name").all();
  return rows.map(({ sql }) => String(sql).replace(/\s+/g, " "));
}
