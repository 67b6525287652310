import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import { DiskAccount, type HeldRoom } from "./diskAccount.ts";

let free: number;
let freeFiles: number;
let disk: DiskAccount;
beforeEach(() => {
  [free, freeFiles] = [1000, 100];
  disk = new DiskAccount(200, async () => ({ bytes: free, takesFiles: (count) => count <= freeFiles }));
});

const taken = async (bytes: number): Promise<HeldRoom> => {
  const room = await disk.take(bytes);
  if (room === null) throw new Error(`no room for ${bytes} bytes`);
  return room;
};

describe("room on the disk", () => {
  it("is given up to the reserve, all that asked at once taken together", async () => {
    const rooms = await Promise.all([300, 300, 300].map((bytes) => disk.take(bytes)));
    expect(rooms.map((room) => room?.bytes)).toEqual([300, 300, undefined]);
    expect([await disk.has(200), await disk.has(201)]).toEqual([true, false]);
  });

  it("is given for no more files than the disk takes", async () => {
    freeFiles = 2;
    await Promise.all([taken(1), taken(1)]);
    expect(await disk.take(1)).toBeNull();
  });

  it("is given to another once it is released, once", async () => {
    const room = await taken(800);
    expect(await disk.take(1)).toBeNull();
    room.release();
    room.release();
    expect((await taken(800)).bytes).toBe(800);
  });

  it("counts what is written where it is: on the disk", async () => {
    const room = await taken(800);
    [free] = [free - 300];
    room.toCome(500);
    expect([room.bytes, await disk.has(0), await disk.has(1)]).toEqual([500, true, false]);
    room.toCome(600);
    expect(room.bytes).toBe(500);
  });

  it("is not given twice where bytes are written while the disk is looked at", async () => {
    const room = await taken(800);
    const asked = disk.take(300);
    // The look has seen the disk as it was before.
    room.toCome(0);
    free -= 800;
    expect(await asked).toBeNull();
  });

  it("grows with a file whose size nobody knew, as far as there is any", async () => {
    const room = await taken(0);
    expect([await room.grow(800), await room.grow(1), room.bytes]).toEqual([true, false, 800]);
    room.release();
    expect([await room.grow(1), disk.held]).toEqual([false, { bytes: 0, files: 0 }]);
  });
});

type Step =
  | { readonly kind: "take" | "grow" | "write"; readonly at: number; readonly bytes: number }
  | { readonly kind: "end"; readonly at: number; readonly deleted: boolean }
  | { readonly kind: "turn"; readonly looks: number };

const sizes = fc.integer({ min: 0, max: 400 });
const at = fc.nat(20);
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constantFrom("take", "grow", "write"), at, bytes: sizes }),
  fc.record({ kind: fc.constant("end" as const), at, deleted: fc.boolean() }),
  fc.record({ kind: fc.constant("turn" as const), looks: fc.integer({ min: 1, max: 5 }) }),
);

/** A disk whose looks see it at one moment and are answered at a later one, as the steps say. */
class SlowDisk {
  free = 1000;
  readonly #looks: (() => void)[] = [];
  readonly account = new DiskAccount(200, () => {
    const bytes = this.free;
    const { promise, resolve } = Promise.withResolvers<{ bytes: number; takesFiles: () => boolean }>();
    this.#looks.push(() => resolve({ bytes, takesFiles: () => true }));
    return promise;
  });

  async answer(looks: number): Promise<void> {
    for (const answer of this.#looks.splice(0, looks)) answer();
    for (let turns = 0; turns < 10; turns += 1) await Promise.resolve();
  }

  get waiting(): number {
    return this.#looks.length;
  }
}

it("whatever comes in whatever order, what is promised never exceeds what is free beyond the reserve, and nothing is left of it at the end", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
      const slow = new SlowDisk();
      const files: { readonly room: HeldRoom; written: number }[] = [];
      const fileAt = (place: number) => (files.length === 0 ? undefined : files[place % files.length]);
      const keepsReserve = () => expect(slow.account.held.bytes).toBeLessThanOrEqual(slow.free - 200);
      for (const each of steps) {
        if (each.kind === "turn") await slow.answer(each.looks);
        else if (each.kind === "take")
          void slow.account.take(each.bytes).then((room) => room !== null && files.push({ room, written: 0 }));
        else {
          const file = fileAt(each.at);
          if (file === undefined) continue;
          if (each.kind === "grow") void file.room.grow(each.bytes);
          else if (each.kind === "write") {
            const bytes = Math.min(each.bytes, file.room.bytes);
            slow.free -= bytes;
            file.written += bytes;
            file.room.toCome(file.room.bytes - bytes);
          } else if (each.kind === "end") {
            file.room.release();
            if (each.deleted) slow.free += file.written;
            files.splice(files.indexOf(file), 1);
          }
        }
        keepsReserve();
      }
      while (slow.waiting > 0) await slow.answer(slow.waiting);
      keepsReserve();
      for (const { room } of files) room.release();
      expect(slow.account.held).toEqual({ bytes: 0, files: 0 });
    }),
    { numRuns: 500 },
  );
});
