import type { EncoderLoad } from "../dispatch/encoderLoad.ts";
import type { Entry } from "../dispatch/entry.ts";
import { reservedBytes } from "./admit.ts";
import type { PlanConfig } from "./planConfig.ts";

/** Unbegun tasks to ask back from one encoder. */
export interface Recall {
  readonly encoder: EncoderLoad;
  readonly entries: readonly Entry[];
}

/** What the recalls at a moment follow from. */
export interface RecallInput {
  readonly encoders: readonly EncoderLoad[];
  /** Bytes that all reservations together may use. */
  readonly budgetBytes: number;
  /** Whether an interactive task is the next one due. */
  readonly interactiveWaits: boolean;
  /** Whether no task waits. */
  readonly nothingWaits: boolean;
  readonly config: Pick<PlanConfig, "recall" | "balance">;
}

/** Everything to ask back now that nothing more can be sent. What was dealt out evenly stays where it was given, for want of urgency. */
export function recallsNow({ encoders, budgetBytes, interactiveWaits, nothingWaits, config }: RecallInput): Recall[] {
  if (!config.recall) return [];
  if (interactiveWaits) return recallForInteractive(encoders);
  if (!nothingWaits || config.balance === "even") return [];
  const recall = recallForIdle(encoders, budgetBytes);
  return recall === null ? [] : [recall];
}

/** Less urgent tasks that nothing has begun, on every encoder: they make way when an interactive task waits. */
export const recallForInteractive = (encoders: readonly EncoderLoad[]): Recall[] =>
  encoders
    .map((encoder) => ({
      encoder,
      entries: [...encoder.ready].filter(
        (entry) => entry.priority !== "interactive" && !entry.overdue && !entry.recalling && entry.cancelledAt === null,
      ),
    }))
    .filter(({ entries }) => entries.length > 0);

/**
 * With the queue empty and an encoder idle, half of the longest backlog is asked back for it; only what the budget
 * admits there too, since it would return to where it was otherwise.
 */
export function recallForIdle(encoders: readonly EncoderLoad[], budgetBytes: number): Recall | null {
  const idle = encoders.find((encoder) => encoder.warm && !encoder.retiring && !encoder.taken && encoder.freeSlots > 0);
  if (idle === undefined) return null;
  const victim = encoders.filter((encoder) => encoder !== idle).sort((a, b) => b.backlogMs - a.backlogMs)[0];
  const backlog = victim?.backlog().filter((entry) => !entry.recalling && entry.cancelledAt === null) ?? [];
  const free = budgetBytes - reservedBytes(encoders);
  const entries = backlog
    .slice(-Math.ceil(backlog.length / 2))
    .filter((entry) => idle.reservation([entry]) - idle.reservation() <= free);
  return victim === undefined || entries.length === 0 ? null : { encoder: victim, entries };
}
