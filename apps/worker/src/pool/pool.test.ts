import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { silentLog } from "./log.ts";
import { createPool } from "./pool.ts";
import { Recorder } from "./testing/recorder.ts";

beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
afterEach(() => void vi.useRealTimers());

test("an encoder that is retired before its fork is lost at once, however long the pause before that is, and not within the call", async () => {
  const listener = new Recorder();
  const pool = createPool({ inFlight: 1, desksDir: "unused", sourceFile: String, listener, log: silentLog });
  const encoder = pool.spawn();
  pool.retire(encoder);
  expect(listener.events).toEqual([]);
  await Promise.resolve();
  expect(listener.events).toEqual([{ type: "lost", encoder, reason: "retired", culprit: null }]);
  expect(vi.getTimerCount()).toBe(0);
});
