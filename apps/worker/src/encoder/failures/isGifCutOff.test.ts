import { mkdtemp, open, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { animation } from "../testing/images.ts";
import { isGifCutOff } from "./isGifCutOff.ts";

let directory: string;
let whole: Buffer;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "pixelmill-gif-"));
  whole = await animation("gif");
});

afterAll(() => rm(directory, { recursive: true, force: true }));

async function cutOff(bytes: Uint8Array): Promise<boolean> {
  await writeFile(join(directory, "gif"), bytes);
  const handle = await open(join(directory, "gif"), "r");
  try {
    return await isGifCutOff(handle);
  } finally {
    await handle.close();
  }
}

test("a whole animation is not cut off, with bytes after its end or without a trailer neither", async () => {
  expect(await cutOff(whole)).toBe(false);
  expect(await cutOff(Buffer.concat([whole, Buffer.from("appended by a camera")]))).toBe(false);
  expect(await cutOff(whole.subarray(0, -1))).toBe(false);
});

test("one that ends inside any block is", async () => {
  const between = new Set<number>();
  for (let length = 14; length < whole.length - 1; length++) if (!(await cutOff(whole.subarray(0, length)))) between.add(length);
  // The ends of whole blocks: colour table, loop extension, and a control block and an image for each of three frames.
  expect(between.size).toBeLessThanOrEqual(8);
});

test("a file larger than one read is followed to its end", async () => {
  const comment = Buffer.concat([
    Buffer.from([0x21, 0xfe]),
    ...Array.from({ length: 1000 }, () => Buffer.from([200, ...Array(200).fill(65)])),
    Buffer.from([0]),
  ]);
  const large = Buffer.concat([whole.subarray(0, -1), comment, Buffer.from([0x3b])]);
  expect(await cutOff(large)).toBe(false);
  expect(await cutOff(large.subarray(0, -100))).toBe(true);
});

test("anything that is no block is left to the decoder", async () => {
  expect(await cutOff(Buffer.concat([whole.subarray(0, -1), Buffer.from([0x77, 1, 2, 3])]))).toBe(false);
});
