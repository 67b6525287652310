import type { EncoderLoad } from "../dispatch/encoderLoad.ts";
import type { Entry } from "../dispatch/entry.ts";
import { reservedBytes } from "./admit.ts";
import { affordableEncoders } from "./poolSize.ts";

/** Everything that the number of encoders follows from. */
export interface StaffInput {
  /** All there are: warming ones, warm ones, and those that finish what they have begun. */
  readonly encoders: readonly EncoderLoad[];
  /** Encoders that stay whatever happens, at least 1. */
  readonly least: number;
  /** Encoders that are wanted where memory allows. */
  readonly most: number;
  /** Bytes that all reservations together may use now. */
  readonly budgetBytes: number;
  /** Memory of an idle encoder, in bytes. */
  readonly baseBytes: number;
  /** The first due task that the budget has room for beside the fewest encoders, null where there is none. */
  readonly waiting: Entry | null;
  /** Nothing was to do for a long time. */
  readonly resting: boolean;
}

/** What to do next about the number of encoders. */
export type StaffAction =
  | { readonly type: "none" }
  | { readonly type: "spawn" }
  | { readonly type: "retire"; readonly encoder: EncoderLoad; readonly reason: RetireReason };

/** `worn`: its successor is warm, or there is no room for both. `memory`: a task or the budget needs its memory. `idle`: nothing to do. */
export type RetireReason = "worn" | "memory" | "idle";

/**
 * One step towards the encoders that there ought to be: one more where one is missing and the budget has room for it, one
 * less where a large task could not run beside so many, and a worn one replaced, its successor warm first where there is room.
 */
export function staff(input: StaffInput): StaffAction {
  const wanted = wantedEncoders(input);
  const staying = input.encoders.filter(({ retiring }) => !retiring);
  const worn = staying.find((encoder) => encoder.worn);
  if (staying.length > wanted) return retire(staying, wanted, worn, input);
  if (staying.length < wanted) return hasRoom(input) ? { type: "spawn" } : { type: "none" };
  if (worn === undefined) return { type: "none" };
  return hasRoom(input) ? { type: "spawn" } : { type: "retire", encoder: worn, reason: "worn" };
}

/** Encoders that there ought to be now. */
function wantedEncoders({ least, most, budgetBytes, baseBytes, waiting, resting }: StaffInput): number {
  if (resting) return least;
  const affordable = Math.max(least, Math.min(most, affordableEncoders(budgetBytes)));
  if (waiting === null) return affordable;
  const beside = Math.floor((budgetBytes - waiting.estimate.peakBytes) / baseBytes);
  return Math.max(least, Math.min(affordable, beside));
}

function retire(staying: readonly EncoderLoad[], wanted: number, worn: EncoderLoad | undefined, input: StaffInput): StaffAction {
  if (worn === undefined) {
    const encoder = [...staying].sort((a, b) => a.tasks - b.tasks || a.loadMs - b.loadMs || b.id - a.id)[0] as EncoderLoad;
    return { type: "retire", encoder, reason: input.resting ? "idle" : "memory" };
  }
  // One more than wanted is a successor that warms up: the worn one goes on until it is warm.
  const isWaitedFor = staying.length === wanted + 1 && staying.some(({ warm }) => !warm);
  return isWaitedFor ? { type: "none" } : { type: "retire", encoder: worn, reason: "worn" };
}

const hasRoom = ({ encoders, budgetBytes, baseBytes }: StaffInput): boolean => reservedBytes(encoders) + baseBytes <= budgetBytes;
