import { mkdir, mkdtemp, readdir, rm, stat, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { FileStore } from "@tus/file-store";
import { Upload } from "@tus/server";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { DiskAccount } from "../service/diskAccount.ts";
import { endlessDisk, endlessRooms } from "./testing/endlessRoom.ts";
import type { UploadRooms } from "./uploadRooms.ts";
import { isReceived, UploadStore } from "./uploadStore.ts";

const keptMs = 3_600_000;
const id = "0123456789abcdef0123456789abcdef";

let dir: string;
let store: UploadStore;
let disk: DiskAccount;
let rooms: UploadRooms;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "pixelmill-uploads-"));
  disk = endlessDisk();
  rooms = endlessRooms(disk);
  store = new UploadStore(join(dir, "uploads"), keptMs, rooms);
});
afterEach(() => rm(dir, { recursive: true }));

const createUpload = () => store.create(new Upload({ id, size: 8, offset: 0, metadata: { path: "a.jpg" } }));

describe("UploadStore", () => {
  it("writes parts one after the other and tells how far it came", async () => {
    await createUpload();
    expect(await store.write(Readable.from([Buffer.from("0123")]), id, 0)).toBe(4);
    expect((await store.getUpload(id)).offset).toBe(4);
    expect(await store.write(Readable.from([Buffer.from("4567")]), id, 4)).toBe(8);
    expect((await store.getUpload(id)).offset).toBe(8);
  });

  it("keeps what was written before the sender broke off", async () => {
    await createUpload();
    const broken = Readable.from(
      (async function* () {
        yield Buffer.from("012");
        await vi.waitFor(async () => expect((await stat(join(dir, "uploads", id))).size).toBe(3));
        throw new Error("broken off");
      })(),
    );
    await expect(store.write(broken, id, 0)).rejects.toThrow("broken off");
    expect((await store.getUpload(id)).offset).toBe(3);
  });

  it("lets go of the bytes of a finished upload, and still knows that it is whole", async () => {
    await createUpload();
    await store.write(Readable.from([Buffer.from("01234567")]), id, 0);
    await store.finish(await store.getUpload(id));
    const upload = await store.getUpload(id);
    expect([upload.offset, upload.size, isReceived(upload)]).toEqual([8, 8, true]);
    expect(await readdir(join(dir, "uploads"))).toEqual([`${id}.json`]);
    expect(await store.write(Readable.from([Buffer.from("more")]), id, 0)).toBe(8);
  });

  it("answers whoever asks while it lets go of the bytes: to come to nothing would have the client begin anew", async () => {
    const ids = Array.from({ length: 60 }, (_, index) => index.toString(16).padStart(32, "0"));
    for (const each of ids) {
      await store.create(new Upload({ id: each, size: 8, offset: 0, metadata: { path: "a.jpg" } }));
      await store.write(Readable.from([Buffer.from("01234567")]), each, 0);
      const upload = await store.getUpload(each);
      const asked = Array.from({ length: 8 }, () => store.getUpload(each));
      const empty = store.write(Readable.from([]), each, 8);
      const [, , ...seen] = await Promise.all([store.finish(upload), empty, ...asked, store.getUpload(each)]);
      expect(seen.map(({ offset }) => offset)).toEqual(Array(9).fill(8));
      expect(await empty).toBe(8);
    }
    expect(disk.held).toEqual({ bytes: 0, files: 0 });
  });

  it("leaves nothing of an upload whose record can't be written", async () => {
    await mkdir(join(dir, "uploads"), { recursive: true });
    vi.spyOn(store.configstore, "set").mockRejectedValueOnce(Object.assign(new Error("no room"), { code: "ENOSPC" }));
    await expect(createUpload()).rejects.toThrow("no room");
    expect(await readdir(join(dir, "uploads"))).toEqual([]);
  });

  it("lets go of the bytes of a finished upload even where that can't be recorded", async () => {
    await createUpload();
    vi.spyOn(store.configstore, "set").mockRejectedValueOnce(Object.assign(new Error("no room"), { code: "ENOSPC" }));
    await expect(store.finish(await store.getUpload(id))).rejects.toThrow("no room");
    expect(await readdir(join(dir, "uploads"))).toEqual([`${id}.json`]);
  });

  it("removes what a kill left at the next start: bytes without a record, and those of what is a task; an upload that was cut stays", async () => {
    await createUpload();
    const [received, unrecorded, unreadable] = ["a", "b", "c"].map((digit) => digit.repeat(32)) as [string, string, string];
    await store.finish(await store.create(new Upload({ id: received, size: 8, offset: 0 })));
    for (const left of [received, unrecorded, unreadable, `${unreadable}.json`, `${id}.whole`, `${id}.json.new`])
      await writeFile(join(dir, "uploads", left), "");
    await store.tidy();
    expect((await readdir(join(dir, "uploads"))).sort()).toEqual([id, `${id}.json`, `${received}.json`]);
  });

  it("deletes leftovers that have expired, and nothing of an upload that goes on", async () => {
    expect(await new UploadStore(join(dir, "none"), keptMs, endlessRooms()).deleteExpired()).toBe(0);
    await mkdir(join(dir, "uploads"), { recursive: true });
    await createUpload();
    const past = (Date.now() - keptMs - 1000) / 1000;
    await utimes(join(dir, "uploads", `${id}.json`), past, past);
    const left = join(dir, "uploads", `${"f".repeat(32)}.whole`);
    await writeFile(left, "x");
    await utimes(left, past, past);
    expect(await store.deleteExpired()).toBe(1);
    expect(await readdir(join(dir, "uploads"))).toEqual([id, `${id}.json`]);
  });
});

describe("room on the disk", () => {
  const body = (text: string) => Readable.from([Buffer.from(text)]);
  const admit = async () => {
    const room = await disk.take(8);
    if (room !== null) rooms.keep(id, room);
    await createUpload();
  };
  afterEach(() => vi.useRealTimers());

  it("is kept for what an upload still lacks, between its parts too", async () => {
    await admit();
    expect(disk.held).toEqual({ bytes: 8, files: 1 });
    await store.write(body("012"), id, 0);
    expect(disk.held).toEqual({ bytes: 5, files: 1 });
    await store.write(body("34567"), id, 3);
    expect(disk.held.bytes).toBe(0);
  });

  it.each<[string, () => Promise<unknown>]>([
    ["has become a task", async () => store.finish(await store.getUpload(id))],
    ["is given up by its sender", () => store.remove(id)],
    ["has expired", () => store.deleteUntouched(0)],
  ])("is let go where the upload %s", async (_, end) => {
    await admit();
    await store.write(body("012"), id, 0);
    await end();
    expect(disk.held).toEqual({ bytes: 0, files: 0 });
  });

  it("is let go where the upload can't begin", async () => {
    vi.spyOn(FileStore.prototype, "create").mockRejectedValueOnce(new Error("no room"));
    await expect(admit()).rejects.toThrow("no room");
    expect(disk.held).toEqual({ bytes: 0, files: 0 });
  });

  it("is lost by an upload that nobody goes on with, and asked for anew", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    await admit();
    await store.write(body("012"), id, 0);
    vi.advanceTimersByTime(9 * 60_000);
    expect(disk.held.bytes).toBe(5);
    vi.advanceTimersByTime(60_000);
    expect(disk.held).toEqual({ bytes: 0, files: 0 });
    const other = await disk.take(Number.MAX_SAFE_INTEGER - 5);
    await disk.take(5);
    await expect(store.write(body("34567"), id, 3)).rejects.toMatchObject({ failure: { code: "storageFull" } });
    expect((await store.getUpload(id)).offset).toBe(3);
    other?.release();
    expect(await store.write(body("34567"), id, 3)).toBe(8);
  });
});
