import type { BlobStore } from "@pixelmill/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

/** An implementation under test. */
export interface BlobStoreUnderTest {
  readonly store: BlobStore;
  discard(): Promise<void>;
}

/** What every implementation of the port BlobStore holds to. Describes its tests; each runs on a new, empty store. */
export function blobStoreContract(name: string, create: () => Promise<BlobStoreUnderTest>): void {
  describe(`${name} as a BlobStore`, () => {
    let subject: BlobStoreUnderTest;
    let store: BlobStore;

    beforeEach(async () => {
      subject = await create();
      store = subject.store;
    });
    afterEach(() => subject.discard());

    const listed = async (prefix: string) => (await Array.fromAsync(store.list(prefix))).toSorted();
    const bytesOf = async (...of: Parameters<BlobStore["get"]>) => {
      const bytes = await store.get(...of);
      return bytes === null ? null : Buffer.concat(await Array.fromAsync(bytes)).toString("latin1");
    };

    it("gives back the bytes it was given, and how many there are", async () => {
      expect(await store.put("sources/1", chunks("one", "", "two"))).toBe(6);
      expect(await bytesOf("sources/1")).toBe("onetwo");
      expect(await store.head("sources/1")).toEqual({ bytes: 6 });
    });

    it("holds blobs of many megabytes and of no byte at all", async () => {
      const megabyte = Buffer.alloc(1 << 20, "0123456789abcdef");
      const pieces = Array.from({ length: 9 }, (_, at) => megabyte.subarray(at));
      const whole = Buffer.concat(pieces);
      expect(await store.put("large", chunks(...pieces))).toBe(whole.length);
      expect(Buffer.concat(await Array.fromAsync((await store.get("large")) ?? [])).equals(whole)).toBe(true);
      expect(await store.put("empty", chunks())).toBe(0);
      expect(await bytesOf("empty")).toBe("");
      expect(await store.head("empty")).toEqual({ bytes: 0 });
    });

    it("gives null for what is not there", async () => {
      expect(await store.get("nothing")).toBeNull();
      expect(await store.get("nothing", { start: 0, end: 1 })).toBeNull();
      expect(await store.head("nothing")).toBeNull();
    });

    it.each([
      [0, 0, "0"],
      [2, 4, "234"],
      [0, 9, "0123456789"],
      [9, 9, "9"],
      [7, 1000, "789"],
    ])("gives the bytes from %i to %i, both included", async (start, end, expected) => {
      await store.put("digits", chunks("01234", "56789"));
      expect(await bytesOf("digits", { start, end })).toBe(expected);
    });

    it("can be read by several at once, and more than once", async () => {
      await store.put("a", chunks("shared"));
      const bytes = await store.get("a");
      const read = async () => Buffer.concat(await Array.fromAsync(bytes ?? [])).toString();
      expect(await Promise.all([read(), read()])).toEqual(["shared", "shared"]);
    });

    it("replaces a blob as a whole", async () => {
      await store.put("a", chunks("a long first version"));
      await store.put("a", chunks("second"));
      expect(await bytesOf("a")).toBe("second");
      expect(await listed("")).toEqual(["a"]);
    });

    it("keeps nothing of a stream that failed, and rejects with its error", async () => {
      await expect(store.put("a", failing("cut off"))).rejects.toThrow("cut off");
      expect(await store.head("a")).toBeNull();
      expect(await listed("")).toEqual([]);
    });

    it("keeps the blob before where its successor's stream failed", async () => {
      await store.put("a", chunks("before"));
      await expect(store.put("a", failing("cut off"))).rejects.toThrow("cut off");
      expect(await bytesOf("a")).toBe("before");
    });

    it("shows no blob before its last byte came", async () => {
      let seenMidway: unknown = "never asked";
      await store.put(
        "a",
        (async function* () {
          yield Buffer.from("first half, ");
          seenMidway = [await store.head("a"), await listed("")];
          yield Buffer.from("second half");
        })(),
      );
      expect(seenMidway).toEqual([null, []]);
      expect(await bytesOf("a")).toBe("first half, second half");
    });

    it("holds one of them whole where several are put under one key at once", async () => {
      const versions = ["a".repeat(5000), "b".repeat(3000), "c".repeat(7000)];
      await Promise.all(versions.map((version) => store.put("a", chunks(version.slice(0, 100), version.slice(100)))));
      expect(versions).toContain(await bytesOf("a"));
      expect(await listed("")).toEqual(["a"]);
    });

    it("deletes what is there and minds nothing that is not", async () => {
      const keys = Array.from({ length: 40 }, (_, at) => `a/${at}`);
      await Promise.all([...keys, "b"].map((key) => store.put(key, chunks(key))));
      await store.delete(new Set([...keys, "nothing"]));
      expect(await listed("")).toEqual(["b"]);
      expect(await store.head("a/0")).toBeNull();
      await store.delete([]);
    });

    it("lists the keys that begin with a prefix", async () => {
      const keys = ["sources/1", "sources/10", "sources/2/3", "sources-1", "results/1", "nul", "-"];
      for (const key of keys) await store.put(key, chunks("x"));
      expect(await listed("")).toEqual(keys.toSorted());
      expect(await listed("sources/")).toEqual(["sources/1", "sources/10", "sources/2/3"]);
      expect(await listed("sources/1")).toEqual(["sources/1", "sources/10"]);
      expect(await listed("other")).toEqual([]);
    });

    it.each(["", "/", "/a", "a/", "a//b", "../a", "a/../b", "a.jpg", "A", "ä", "a b", "a\\b", "a\0", "a".repeat(2000)])(
      "refuses the key %j",
      async (key) => {
        await expect((async () => store.put(key, chunks("x")))()).rejects.toThrow();
        await expect((async () => store.get(key))()).rejects.toThrow();
        expect(await listed("")).toEqual([]);
      },
    );
  });
}

async function* chunks(...pieces: readonly (string | Uint8Array)[]): AsyncGenerator<Uint8Array> {
  for (const piece of pieces) yield typeof piece === "string" ? Buffer.from(piece, "latin1") : piece;
}

async function* failing(message: string): AsyncGenerator<Uint8Array> {
  yield Buffer.alloc(100_000, "x");
  throw new Error(message);
}
