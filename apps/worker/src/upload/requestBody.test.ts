import { createHash } from "node:crypto";
import { failure } from "@pixelmill/core";
import { beforeEach, describe, expect, it } from "vitest";
import { DiskAccount, type HeldRoom } from "../service/diskAccount.ts";
import { gatheredBytes } from "../store/durableFiles.ts";
import { meter } from "./requestBody.ts";

const tooLarge = failure("fileTooLarge", { limit: "10 B" });
const source = async function* (...chunks: string[]) {
  for (const chunk of chunks) yield Buffer.from(chunk);
};
const read = async (bytes: AsyncIterable<Uint8Array>) => Buffer.concat(await Array.fromAsync(bytes)).toString();

let room: HeldRoom;
let disk: DiskAccount;
let free: number;
const mebi = 1024 * 1024;
beforeEach(async () => {
  free = 5 * mebi;
  disk = new DiskAccount(0, async () => ({ bytes: free, takesFiles: () => true }));
  room = (await disk.take(0)) as HeldRoom;
});

describe("meter", () => {
  it("passes bytes on up to the limit, and knows their hash", async () => {
    const body = meter(source("01234", "56789"), { maxBytes: 10, tooLarge, expectedBytes: 10, room });
    expect(await read(body.bytes)).toBe("0123456789");
    expect(body.sha256()).toBe(createHash("sha256").update("0123456789").digest("hex"));
  });

  it("knows the hash of nothing", async () => {
    const body = meter(source(), { maxBytes: 10, tooLarge, expectedBytes: null, room });
    expect(await read(body.bytes)).toBe("");
    expect(body.sha256()).toBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  });

  it("stops at the first byte above the limit", async () => {
    const body = meter(source("01234", "56789", "X"), { maxBytes: 10, tooLarge, expectedBytes: null, room });
    await expect(read(body.bytes)).rejects.toMatchObject({ failure: tooLarge });
  });

  it("refuses a body that ends before its announced size", async () => {
    const body = meter(source("01234"), { maxBytes: 10, tooLarge, expectedBytes: 9, room });
    const expected = failure("uploadMismatch", { received: 5, expected: 9 });
    await expect(read(body.bytes)).rejects.toMatchObject({ failure: expected });
  });

  it("keeps room for a body of unknown size as it grows, and refuses what the disk has none for", async () => {
    const chunk = Buffer.alloc(300_000);
    const sent = async function* () {
      for (;;) yield chunk;
    };
    const body = meter(sent(), { maxBytes: 1e9, tooLarge, expectedBytes: null, room });
    let unwritten = 0;
    const store = async () => {
      for await (const { byteLength } of body.bytes) {
        unwritten += byteLength;
        // What was received and is not on the disk is always kept.
        expect(room.bytes).toBeGreaterThanOrEqual(unwritten);
        if (unwritten < gatheredBytes) continue;
        free -= unwritten;
        unwritten = 0;
      }
    };
    await expect(store()).rejects.toMatchObject({ failure: { code: "storageFull" } });
    // Up to the step in which it grows, and what was not written yet.
    expect([free < 2 * mebi, free >= 0]).toEqual([true, true]);
    room.release();
    expect(disk.held).toEqual({ bytes: 0, files: 0 });
  });

  it("lets go of announced room as bytes reach the disk, never before", async () => {
    await room.grow(2 * mebi);
    const body = meter(source("x".repeat(mebi), "x".repeat(mebi)), { maxBytes: 3e6, tooLarge, expectedBytes: 2 * mebi, room });
    const held: number[] = [];
    for await (const _ of body.bytes) held.push(room.bytes);
    // When the second chunk comes, all but half a megabyte of the first is written.
    expect([...held, room.bytes]).toEqual([2 * mebi, 1.5 * mebi, 0.5 * mebi]);
  });
});
