import { describe, expect, it, vi } from "vitest";
import { UploadLocks } from "./uploadLocks.ts";

const never = new AbortController().signal;

describe("UploadLocks", () => {
  it("lets one request at a time have an upload, in turn", async () => {
    const locks = new UploadLocks();
    const order: string[] = [];
    const use = async (name: string) => {
      const lock = locks.newLock("a");
      await lock.lock(never, () => {});
      order.push(`${name} in`);
      await new Promise((resolve) => setImmediate(resolve));
      order.push(`${name} out`);
      await lock.unlock();
    };
    await Promise.all([use("1"), use("2"), use("3")]);
    expect(order).toEqual(["1 in", "1 out", "2 in", "2 out", "3 in", "3 out"]);
  });

  it("asks the holder to let go when another comes", async () => {
    const locks = new UploadLocks();
    const first = locks.newLock("a");
    const release = vi.fn(() => void first.unlock());
    await first.lock(never, release);
    await locks.newLock("a").lock(never, () => {});
    expect(release).toHaveBeenCalledOnce();
  });

  it("keeps uploads apart", async () => {
    const locks = new UploadLocks();
    await locks.newLock("a").lock(never, () => {});
    await locks.newLock("b").lock(never, () => {});
  });

  it("gives up for a request that has ended meanwhile", async () => {
    const locks = new UploadLocks();
    await locks.newLock("a").lock(never, () => {});
    const ended = new AbortController();
    const waiting = locks.newLock("a").lock(ended.signal, () => {});
    ended.abort();
    await expect(waiting).rejects.toMatchObject({ status_code: 500 });
  });
});
