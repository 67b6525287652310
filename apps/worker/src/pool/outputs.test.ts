import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Desk, makeDesk } from "./desk.ts";
import { silentLog } from "./log.ts";
import { Outputs } from "./outputs.ts";

let directory: string;
let desk: Desk;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "pixelmill-outputs-"));
  desk = await makeDesk(join(directory, "desk"), silentLog);
});

afterEach(() => rm(directory, { recursive: true, force: true }));

test("a desk without outputs goes with its encoder", async () => {
  await new Outputs().release(desk);
  expect(await readdir(directory)).toEqual([]);
});

test("a desk with outputs stays until the last one is cleared", async () => {
  const outputs = new Outputs();
  for (const taskId of ["a", "b"]) {
    outputs.add(taskId, 2, desk);
    for (const index of [0, 1]) await writeFile(outputs.file(taskId, index), "bytes");
  }
  await outputs.release(desk);
  await outputs.clear("a");
  expect(await readdir(join(directory, "desk", "out"))).toEqual(["b-0", "b-1"]);
  await outputs.clear("b");
  expect(await readdir(directory)).toEqual([]);
});

test("clearing a task that left nothing is no error, asking for its file is one", async () => {
  const outputs = new Outputs();
  await outputs.clear("a");
  expect(() => outputs.file("a", 0)).toThrow("no output of task a");
});
