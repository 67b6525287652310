import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { type FileView, viewBytes, viewFile } from "./fileView.ts";

/** Bytes that are read from a file at once. */
const window = 65_536;

async function file(length: number, bytes: Readonly<Record<number, number>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "view-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const content = Buffer.alloc(length);
  for (const [at, value] of Object.entries(bytes)) content[Number(at)] = value;
  await writeFile(join(folder, "file"), content);
  return join(folder, "file");
}

const isMarker = (follower: number) => follower !== 0 && follower !== 0xff;

test.each<[string, number, Readonly<Record<number, number>>, number | null]>([
  ["in the first window", 200_000, { 500: 0xff, 501: 0xd9 }, 500],
  ["behind pairs that don't count", 200_000, { 10: 0xff, 500: 0xff, 501: 0xff, 502: 0xd9 }, 501],
  ["across the end of a window", 200_000, { [window - 1]: 0xff, [window]: 0xd9 }, window - 1],
  ["in a later window", 200_000, { [window - 1]: 0xff, 150000: 0xff, 150001: 0xda }, 150_000],
  ["as the last two bytes", window + 1, { [window - 1]: 0xff, [window]: 0xd9 }, window - 1],
  ["nowhere, where the first of it is the last byte", 300, { 299: 0xff }, null],
  ["nowhere in an empty file", 0, {}, null],
])("a pair is found %s", async (_, length, bytes, found) => {
  expect(await viewFile(await file(length, bytes), (view) => view.findPair(0xff, 0, isMarker))).toBe(found);
});

test("a pair is looked for from where it is asked", async () => {
  const path = await file(1000, { 10: 0xff, 11: 0xd0, 700: 0xff, 701: 0xd1 });
  expect(await viewFile(path, (view) => view.findPair(0xff, 11, isMarker))).toBe(700);
});

test("a file in memory shows the same as one on the disk", async () => {
  const bytes = Buffer.from(Array.from({ length: window + 100 }, (_, at) => (at * 7919) % 256));
  const path = await file(bytes.length, bytes.toJSON().data);
  const look = async (view: FileView) => [
    view.size,
    await view.byte(window + 99),
    await view.byte(window + 100),
    await view.bytes(window - 5, 10),
    await view.copy(3, window + 50, bytes.length),
    await view.copy(3, window + 101, bytes.length),
    await view.findPair(0xff, window - 200, isMarker),
  ];
  expect(await look(viewBytes(bytes))).toEqual(await viewFile(path, look));
});
