import { hash } from "node:crypto";
import { existsSync } from "node:fs";
import { link, mkdir, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { directoryOnOtherFileSystem } from "../testing/otherFileSystem.ts";
import { blobStoreContract } from "./contract/blobStore.contract.ts";
import { LocalBlobStore } from "./localBlobStore.ts";
import { temporaryDirectory } from "./testing/temporaryDirectory.ts";

blobStoreContract("LocalBlobStore", async () => {
  const directory = await temporaryDirectory();
  return { store: await LocalBlobStore.open(join(directory.path, "blobs")), discard: directory.remove };
});

describe("LocalBlobStore", () => {
  let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
  let blobs: string;
  let store: LocalBlobStore;

  beforeEach(async () => {
    directory = await temporaryDirectory();
    blobs = join(directory.path, "blobs");
    store = await LocalBlobStore.open(blobs);
  });
  afterEach(() => directory.remove());

  const fileWith = async (text: string) => {
    const file = join(directory.path, "finished");
    await writeFile(file, text);
    return file;
  };
  const leftovers = () => readdir(join(blobs, "tmp"));

  it("removes what an interrupted write left when it opens, and keeps the blobs", async () => {
    await store.put("a", bytes("kept"));
    await writeFile(join(blobs, "tmp", "half"), "ha");
    const reopened = await LocalBlobStore.open(blobs);
    expect(await leftovers()).toEqual([]);
    expect(await Array.fromAsync(reopened.list(""))).toEqual(["a"]);
  });

  it("leaves nothing in tmp, whether a write succeeds or fails", async () => {
    await store.put("a", bytes("whole"));
    await expect(
      store.put(
        "b",
        (async function* () {
          yield Buffer.from("half");
          throw new Error("cut off");
        })(),
      ),
    ).rejects.toThrow("cut off");
    await store.adopt("c", await fileWith("finished"));
    expect(await leftovers()).toEqual([]);
  });

  it("tells where a blob's file is, so that it can be linked", async () => {
    await store.put("sources/1", bytes("linked"));
    const desk = join(directory.path, "in");
    await link(store.pathOf("sources/1"), desk);
    await store.delete(["sources/1"]);
    expect(await readFile(desk, "utf8")).toBe("linked");
  });

  it("spreads blobs over folders and keeps keys out of the way of Windows' devices", async () => {
    const keys = Array.from({ length: 100 }, (_, at) => `sources/${at}`);
    expect(new Set(keys.map((key) => join(store.pathOf(key), ".."))).size).toBeGreaterThan(50);
    expect(store.pathOf("nul").endsWith("_nul")).toBe(true);
  });

  it("ignores files that are no blobs", async () => {
    await writeFile(join(blobs, "00", ".DS_Store"), "");
    await writeFile(join(blobs, "00", "_Not A Key"), "");
    expect(await Array.fromAsync(store.list(""))).toEqual([]);
  });

  it("opens no file for bytes that nobody reads", async () => {
    await store.put("a", bytes("deleted before it is read"));
    const unread = await store.get("a");
    await store.delete(["a"]);
    await expect(Array.fromAsync(unread ?? [])).rejects.toThrow("ENOENT");
  });

  describe("adopting a file", () => {
    it("takes it over without copying", async () => {
      const file = await fileWith("finished");
      const { ino } = await stat(file);
      expect(await store.adopt("results/1", file)).toEqual({ bytes: 8, sha256: hash("sha256", "finished") });
      expect(await readFile(store.pathOf("results/1"), "utf8")).toBe("finished");
      expect((await stat(store.pathOf("results/1"))).ino).toBe(ino);
      expect(existsSync(file)).toBe(false);
    });

    it("replaces a blob of the same key", async () => {
      await store.put("a", bytes("before"));
      await store.adopt("a", await fileWith("after"));
      expect(await readFile(store.pathOf("a"), "utf8")).toBe("after");
    });

    it("rejects where there is no file", async () => {
      await expect(store.adopt("a", join(directory.path, "missing"))).rejects.toThrow("ENOENT");
      expect(await store.head("a")).toBeNull();
    });

    it.skipIf(process.platform === "win32")("refuses a link, which could lead to any file of the service", async () => {
      const secret = await fileWith("secret");
      const desk = join(directory.path, "out");
      await symlink(secret, desk);
      await expect(store.adopt("a", desk)).rejects.toThrow("Not a plain file.");
      expect(await store.head("a")).toBeNull();
      expect(await leftovers()).toEqual([]);
      expect(await readFile(secret, "utf8")).toBe("secret");
    });

    it("refuses a folder", async () => {
      const folder = join(directory.path, "folder");
      await mkdir(folder);
      await writeFile(join(folder, "a"), "a");
      await expect(store.adopt("a", folder)).rejects.toThrow();
      expect(await store.head("a")).toBeNull();
      expect(await leftovers()).toEqual([]);
    });

    it("copies from another disk", async ({ skip }) => {
      const other = await directoryOnOtherFileSystem(directory.path);
      if (other === null) return skip("this machine has no second file system to write to");
      try {
        const file = join(other, "finished");
        await writeFile(file, "from elsewhere");
        expect(await store.adopt("a", file)).toEqual({ bytes: 14, sha256: hash("sha256", "from elsewhere") });
        expect(await readFile(store.pathOf("a"), "utf8")).toBe("from elsewhere");
        expect(existsSync(file)).toBe(false);
        await symlink(store.pathOf("a"), file);
        await expect(store.adopt("b", file)).rejects.toThrow("ELOOP");
      } finally {
        await rm(other, { recursive: true });
      }
    });
  });
});

async function* bytes(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}
