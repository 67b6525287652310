import { expect, it } from "vitest";
import { fileSize, readSizes } from "./fileSize.ts";

/** A file that counts how often its size is asked for. */
function countedFile(size: number) {
  const asked = { times: 0 };
  const file = new Blob();
  Object.defineProperty(file, "size", {
    get: () => {
      asked.times += 1;
      return size;
    },
  });
  return { file, asked };
}

it("a file is asked for its size once, also where it is empty", () => {
  for (const size of [0, 5]) {
    const { file, asked } = countedFile(size);
    expect([fileSize(file), fileSize(file), asked.times]).toEqual([size, size, 1]);
  }
});

it("many files are asked in parts, between which the page goes on, and once each", async () => {
  const files = Array.from({ length: 250 }, (_, size) => countedFile(size));
  const told: number[] = [];
  const reading = readSizes(
    files.map(({ file }) => file),
    (count) => told.push(count),
  );
  expect(told).toEqual([100]);
  await reading;
  expect(told).toEqual([100, 200, 250]);
  expect(files.map(({ file }) => fileSize(file))).toEqual(files.map((_, size) => size));
  expect(files.every(({ asked }) => asked.times === 1)).toBe(true);
});
