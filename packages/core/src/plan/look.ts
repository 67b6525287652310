import type { Entry } from "../dispatch/entry.ts";
import { exceeds } from "./admit.ts";
import type { TaskQueue } from "./order.ts";

/** Most tasks looked at in one plan: so many are brought up to date in about 3 ms, and a plan is made at every turn of any task. */
export const mostLookedAt = 500;

/** Most tasks left out of one plan: that takes about as long. */
export const mostLeftOut = 10_000;

/** What a look at the waiting tasks depends on. */
export interface LookInput {
  readonly queue: TaskQueue;
  readonly now: number;
  /** Bytes that the present budget leaves beside the fewest encoders. */
  readonly roomBytes: number;
  /** Brings the entry's estimate up to the newest corrections. */
  readonly refresh: (entry: Entry) => void;
}

/**
 * The waiting tasks that a plan looks at, in order, each brought up to date: half of them are the first, whatever they are. For the
 * other half those are left out that were too large for the budget when they were looked at before, and are so still. So each look
 * gets further than the one before, and reaches what fits behind as many as may be left out.
 */
export function* lookThrough({ queue, now, roomBytes, refresh }: LookInput): Generator<Entry> {
  let looked = 0;
  let leftOut = 0;
  for (const entry of queue.due(now)) {
    if (looked === mostLookedAt || leftOut === mostLeftOut) return;
    if (looked >= mostLookedAt / 2 && isKnownToExceed(entry, roomBytes)) {
      leftOut += 1;
      continue;
    }
    looked += 1;
    refresh(entry);
    yield entry;
  }
}

/** What has been passed was brought up to date then. */
const isKnownToExceed = ({ blockedSince, estimate }: Entry, roomBytes: number): boolean =>
  blockedSince !== null && exceeds(estimate, roomBytes);
