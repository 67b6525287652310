import { CostModel, Dispatcher, defaultPlanConfig, MetricsRecorder, type Pool, settingsSchema } from "@pixelmill/core";
import { afterEach, expect, it, vi } from "vitest";
import { silentLog } from "../pool/log.ts";
import { anId, anInfo } from "../store/testing/samples.ts";
import { clock } from "./clock.ts";
import { MemoryWatch } from "./memoryWatch.ts";

let watch: MemoryWatch | null = null;

afterEach(() => watch?.stop());

/** No encoder is ever asked for: the dispatcher is not started. */
const never = (): never => {
  throw new Error("the pool is not to be asked for anything");
};
const noPool: Pool = { spawn: never, retire: never, send: never, recall: never, kill: never };

/** A dispatcher that has a task to do for as long as the test lasts, so that memory is looked at closely. */
function busyDispatcher(metrics: MetricsRecorder): Dispatcher {
  const dispatcher = new Dispatcher({
    pool: noPool,
    model: new CostModel(),
    metrics,
    config: defaultPlanConfig,
    clock,
    encoders: 1,
    cores: 1,
    budgetBytes: 1e9,
    listener: { taskQueued: () => {}, taskRunning: () => {}, taskEnded: () => {} },
  });
  const settings = settingsSchema.parse({});
  dispatcher.submit([{ id: anId(), jobId: anId(), priority: "normal", info: anInfo, settings }]);
  return dispatcher;
}

it("the budget is a share of what is available and of what is used already, and is read again while there is work", async () => {
  const metrics = new MetricsRecorder(clock());
  const dispatcher = busyDispatcher(metrics);
  let [available, asked] = [3e9, 0];
  watch = new MemoryWatch({
    memoryLimitBytes: 1e12,
    sampleMs: 20,
    encoders: () => [],
    others: () => [process.pid],
    side: { pid: null, reservedBytes: 0, killForMemory: never },
    availableBytes: () => {
      asked += 1;
      return available;
    },
    dispatcher,
    metrics,
    log: silentLog,
  });
  const readAgain = async () => {
    const before = asked;
    await vi.waitFor(() => expect(asked).toBeGreaterThan(before + 1), 30_000);
    return watch?.budgetBytes ?? 0;
  };
  watch.start();
  const first = watch.budgetBytes;
  // Half of it, and half of what this process uses.
  expect(first).toBeGreaterThan(0.5 * (3e9 + 30e6));
  const held = Buffer.alloc(600e6, 1);
  available -= held.length;
  // What is used now was available before: the budget does not shrink by it. Other memory of the process comes and goes meanwhile.
  expect(Math.abs((await readAgain()) - first)).toBeLessThan(150e6);
  available -= 1e9;
  expect(await readAgain()).toBeLessThan(first - 350e6);
  expect(dispatcher.budgetBytes).toBeLessThan(watch.budgetBytes);
  expect(held[0]).toBe(1);
});

it("what is reserved beside the pool is not the pool's, from the same moment until it is given back", () => {
  const metrics = new MetricsRecorder(clock());
  const dispatcher = busyDispatcher(metrics);
  const side = { pid: null, reservedBytes: 0, killForMemory: never };
  const common = { memoryLimitBytes: 1e12, sampleMs: 20, encoders: () => [], others: () => [process.pid] };
  watch = new MemoryWatch({ ...common, side, availableBytes: () => 3e9, dispatcher, metrics, log: silentLog });
  watch.start();
  const before = dispatcher.budgetBytes;
  side.reservedBytes = 4e8;
  expect(watch.sideChanged()).toMatchObject({ isFree: true });
  expect(dispatcher.budgetBytes).toBe(before - 4e8);
  side.reservedBytes = 9e9;
  const { isFree, mostBytes } = watch.sideChanged();
  expect([isFree, mostBytes < 9e9, dispatcher.budgetBytes]).toEqual([false, true, 0]);
  side.reservedBytes = 0;
  watch.sideChanged();
  expect(dispatcher.budgetBytes).toBe(before);
});
