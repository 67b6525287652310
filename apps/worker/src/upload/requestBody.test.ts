import { createHash } from "node:crypto";
import { failure } from "@pixelmill/core";
import { describe, expect, it } from "vitest";
import { meter } from "./requestBody.ts";

const tooLarge = failure("fileTooLarge", { limit: "10 B" });
const source = async function* (...chunks: string[]) {
  for (const chunk of chunks) yield Buffer.from(chunk);
};
const read = async (bytes: AsyncIterable<Uint8Array>) => Buffer.concat(await Array.fromAsync(bytes)).toString();

describe("meter", () => {
  it("passes bytes on up to the limit, and knows their hash", async () => {
    const body = meter(source("01234", "56789"), { maxBytes: 10, tooLarge, expectedBytes: 10 });
    expect(await read(body.bytes)).toBe("0123456789");
    expect(body.sha256()).toBe(createHash("sha256").update("0123456789").digest("hex"));
  });

  it("knows the hash of nothing", async () => {
    const body = meter(source(), { maxBytes: 10, tooLarge, expectedBytes: null });
    expect(await read(body.bytes)).toBe("");
    expect(body.sha256()).toBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  });

  it("stops at the first byte above the limit", async () => {
    const body = meter(source("01234", "56789", "X"), { maxBytes: 10, tooLarge, expectedBytes: null });
    await expect(read(body.bytes)).rejects.toMatchObject({ failure: tooLarge });
  });

  it("refuses a body that ends before its announced size", async () => {
    const body = meter(source("01234"), { maxBytes: 10, tooLarge, expectedBytes: 9 });
    const expected = failure("uploadMismatch", { received: 5, expected: 9 });
    await expect(read(body.bytes)).rejects.toMatchObject({ failure: expected });
  });
});
