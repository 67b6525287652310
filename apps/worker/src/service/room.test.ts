import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { silentLog } from "../pool/log.ts";
import { hasDiskReserve } from "./diskRoom.ts";
import { Room } from "./room.ts";

vi.mock("./diskRoom.ts", () => ({ hasDiskReserve: vi.fn() }));

let room: Room;
beforeEach(() => {
  vi.useFakeTimers();
  vi.mocked(hasDiskReserve).mockResolvedValue(true);
  room = new Room({ config: { dataDir: "/data", diskReserveBytes: 0 }, log: silentLog });
});
afterEach(() => {
  room.stop();
  vi.useRealTimers();
});

it("work goes on once there is room, and not before", async () => {
  vi.mocked(hasDiskReserve).mockResolvedValue(false);
  const again = vi.fn(async () => {});
  room.wait(again);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(again).not.toHaveBeenCalled();
  vi.mocked(hasDiskReserve).mockResolvedValue(true);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(again).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(again).toHaveBeenCalledTimes(1);
});

it("what does not fit again is tried later each time, up to every ten seconds, and soon again when the disk is full another time", async () => {
  const again = vi.fn(async () => room.wait(again));
  room.wait(again);
  await vi.advanceTimersByTimeAsync(250);
  expect(again).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(500);
  expect(again).toHaveBeenCalledTimes(2);
  await vi.advanceTimersByTimeAsync(60_000);
  const before = again.mock.calls.length;
  await vi.advanceTimersByTimeAsync(30_000);
  expect(again.mock.calls.length - before).toBe(3);
  again.mockResolvedValue(undefined);
  await vi.advanceTimersByTimeAsync(60_000);
  again.mockClear();
  room.wait(again);
  await vi.advanceTimersByTimeAsync(250);
  expect(again).toHaveBeenCalledTimes(1);
});

it("work that fails for another reason keeps no other from going on", async () => {
  const other = vi.fn(async () => {});
  room.wait(() => Promise.reject(new Error("a bug")));
  room.wait(other);
  await vi.advanceTimersByTimeAsync(250);
  expect(other).toHaveBeenCalledTimes(1);
});

it("nothing is tried after the service has stopped", async () => {
  const again = vi.fn(async () => {});
  room.wait(again);
  room.stop();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(again).not.toHaveBeenCalled();
});
