import type { EncoderLoad } from "../dispatch/encoderLoad.ts";
import { type Entry, isAlone } from "../dispatch/entry.ts";
import { fitsAlone, type MemoryLimits, reservedBytes } from "./admit.ts";
import type { Intake } from "./intake.ts";
import { lookThrough } from "./look.ts";
import type { TaskQueue } from "./order.ts";
import type { PlanConfig } from "./planConfig.ts";
import { takesOneMore } from "./size.ts";
import { longestEndsLast, slotsWithCore } from "./spare.ts";

/** Everything a plan follows from. */
export interface PlanInput extends MemoryLimits {
  readonly queue: TaskQueue;
  readonly encoders: readonly EncoderLoad[];
  readonly intake: Intake;
  /** Cores for all encoders together; may be fractional. */
  readonly cores: number;
  /** Memory of the fewest encoders that there will ever be, in bytes. */
  readonly leastBaseBytes: number;
  readonly config: PlanConfig;
  readonly now: number;
  /** Whether anything was measured of the kind of task that `entry` is. */
  readonly knows: (entry: Entry) => boolean;
  /** Brings the entry's estimate up to the newest corrections. */
  readonly refresh: (entry: Entry) => void;
}

/** What to do next. `blocked`: tasks that were due and had to be passed over, for want of memory or of an idle encoder. */
export type Plan =
  | {
      readonly type: "send";
      readonly encoder: EncoderLoad;
      readonly entries: readonly Entry[];
      readonly blocked: readonly Entry[];
    }
  | { readonly type: "reject"; readonly entry: Entry }
  | { readonly type: "wait"; readonly blocked: readonly Entry[] };

/** The input with what follows from it and stays the same during one plan. */
interface Situation extends PlanInput {
  /** Encoders that take a batch now. */
  readonly takers: readonly EncoderLoad[];
  /** Whether no more tasks are begun than there are cores. */
  readonly sparing: boolean;
  /** All reservations together, in bytes. */
  readonly reservedBytes: number;
}

/**
 * The next batch: the first due task that an encoder takes and the budget admits, and more of its job behind it.
 * A task that waits for memory may be passed for a while by tasks that fit; then nothing is sent until it fits. An
 * interactive task is never passed. What exceeds the present budget, since that shrank, holds nothing back.
 */
export function planNext(given: PlanInput): Plan {
  const blocked: Entry[] = [];
  const willing = given.encoders.filter((encoder) => given.intake.takes(encoder, given.encoders));
  if (willing.length === 0) return { type: "wait", blocked };
  const sparing = sparesLongest(given);
  const takers = sparing ? willing.filter(({ tasks }) => tasks < slotsWithCore(given)) : willing;
  if (takers.length === 0) return { type: "wait", blocked };
  const input = { ...given, takers, sparing, reservedBytes: reservedBytes(given.encoders) };
  for (const entry of lookThrough({ ...input, roomBytes: input.budgetBytes - input.leastBaseBytes })) {
    if (!fitsAlone(input.leastBaseBytes, entry.estimate.peakBytes, input.largestBudgetBytes)) {
      return { type: "reject", entry };
    }
    const encoder = encoderFor(entry, input);
    if (encoder !== undefined) return { type: "send", encoder, entries: fillBatch(entry, encoder, input), blocked };
    blocked.push(entry);
    if (!mayBePassed(entry, input)) break;
  }
  return { type: "wait", blocked };
}

/** An interactive task begins at once, whatever that costs the others. */
function sparesLongest({ config, queue, encoders, cores, now }: PlanInput): boolean {
  const [first] = queue.due(now);
  if (!config.spareLongest || first?.priority === "interactive") return false;
  return longestEndsLast({ encoders, cores, inFlight: config.inFlight, waitingMs: queue.workMs, now });
}

function mayBePassed(entry: Entry, input: PlanInput): boolean {
  const { config, now } = input;
  // What does not fit into the present budget even alone: no draining makes room for it.
  if (!fitsAlone(input.leastBaseBytes, entry.estimate.peakBytes, input.budgetBytes)) return true;
  if (entry.priority === "interactive") return false;
  return entry.blockedSince === null || now - entry.blockedSince < config.bypassMs;
}

/** The least loaded encoder that may have the task, within the budget. */
function encoderFor(entry: Entry, input: Situation): EncoderLoad | undefined {
  return input.takers
    .filter((encoder) => suits(entry, encoder) && admits(encoder, [entry], input))
    .sort((a, b) => b.freeSlots - a.freeSlots || a.loadMs - b.loadMs || a.id - b.id)[0];
}

function suits(entry: Entry, encoder: EncoderLoad): boolean {
  if (isAlone(entry)) return encoder.tasks === 0;
  // Ready behind a long task it would wait: an interactive task goes only where it begins at once.
  return entry.priority !== "interactive" || encoder.freeSlots > 0;
}

const admits = (encoder: EncoderLoad, further: readonly Entry[], { reservedBytes, budgetBytes }: Situation): boolean =>
  reservedBytes - encoder.reservation() + encoder.reservation(further) <= budgetBytes;

/** Further tasks of the same job, in order, as long as they are many and small. */
function fillBatch(first: Entry, encoder: EncoderLoad, input: Situation): Entry[] {
  const { queue, config, knows } = input;
  const batch = [first];
  if (isAlone(first) || first.priority === "interactive" || input.sparing) return batch;
  const encoders = input.encoders.filter(({ retiring }) => !retiring).length;
  const takers = input.takers.length;
  const remaining = { tasks: queue.size, workMs: queue.workMs, encoders, takers, known: knows(first) };
  let ms = first.estimate.ms;
  const due = queue.dueWith(first);
  for (const entry of config.balance === "even" ? dealt(due, takers) : due) {
    if (entry === first || isAlone(entry)) continue;
    input.refresh(entry);
    // Only the newest estimate may say so.
    if (isAlone(entry)) continue;
    if (!takesOneMore({ count: batch.length, ms }, entry.estimate.ms, remaining, config)) break;
    if (!admits(encoder, [...batch, entry], input)) break;
    batch.push(entry);
    ms += entry.estimate.ms;
  }
  return batch;
}

/** One hand of a deal to so many: every so manieth task, so that each encoder gets its share of the long ones. */
function* dealt(entries: Iterable<Entry>, hands: number): Generator<Entry> {
  let index = 0;
  for (const entry of entries) {
    if (index % hands === 0) yield entry;
    index += 1;
  }
}
