import { expect, it } from "vitest";
import { type Entry, newEntry } from "../dispatch/entry.ts";
import { makeId, makeTask } from "../dispatch/testing/simulation.ts";
import { lookThrough, mostLeftOut, mostLookedAt } from "./look.ts";
import { TaskQueue } from "./order.ts";
import { defaultPlanConfig } from "./planConfig.ts";

const task = makeTask();
const entryOf = (number: number, ms: number, peakBytes: number): Entry =>
  newEntry({ ...task, id: makeId(number) }, { ms, peakBytes, leastPeakBytes: peakBytes }, 0, defaultPlanConfig);

/** What is looked at with room for 100 bytes, where so many that need 200 and were passed before come first. */
function look(tooLarge: number) {
  const queue = new TaskQueue(defaultPlanConfig);
  for (let number = 0; number < tooLarge; number += 1) queue.add(Object.assign(entryOf(number, 2, 200), { blockedSince: 0 }), 0);
  const small = entryOf(tooLarge, 1, 50);
  queue.add(small, 0);
  const refreshed: Entry[] = [];
  const looked = [...lookThrough({ queue, now: 0, roomBytes: 100, refresh: (entry) => refreshed.push(entry) })];
  return { small, looked, refreshed };
}

it("leaves out what is known to be too large, and gets to what fits behind it", () => {
  const { small, looked, refreshed } = look(mostLeftOut);
  expect(looked).toHaveLength(mostLookedAt / 2 + 1);
  expect(looked.at(-1)).toBe(small);
  expect(refreshed).toEqual(looked);
});

it("leaves out no more than so many, so that a plan is made in bounded time", () => {
  expect(look(mostLookedAt / 2 + mostLeftOut).looked).toHaveLength(mostLookedAt / 2);
});
