import type { EncoderLoad } from "../dispatch/encoderLoad.ts";
import type { Entry } from "../dispatch/entry.ts";

/** Unbegun tasks to ask back from one encoder. */
export interface Recall {
  readonly encoder: EncoderLoad;
  readonly entries: readonly Entry[];
}

/** Less urgent tasks that nothing has begun, on every encoder: they make way when an interactive task waits. */
export const recallForInteractive = (encoders: readonly EncoderLoad[]): Recall[] =>
  encoders
    .map((encoder) => ({
      encoder,
      entries: [...encoder.ready].filter(
        (entry) => entry.task.priority !== "interactive" && !entry.overdue && !entry.recalling && entry.cancelledAt === null,
      ),
    }))
    .filter(({ entries }) => entries.length > 0);

/**
 * With the queue empty and an encoder idle, half of the longest backlog is asked back for it; only what the budget
 * admits there too, since it would return to where it was otherwise.
 */
export function recallForIdle(encoders: readonly EncoderLoad[], budgetBytes: number): Recall | null {
  const idle = encoders.find((encoder) => !encoder.retiring && !encoder.taken && encoder.freeSlots > 0);
  if (idle === undefined) return null;
  const victim = encoders.filter((encoder) => encoder !== idle).sort((a, b) => b.backlogMs - a.backlogMs)[0];
  const backlog = victim?.backlog().filter((entry) => !entry.recalling && entry.cancelledAt === null) ?? [];
  const free = budgetBytes - encoders.reduce((total, encoder) => total + encoder.reservation(), 0);
  const entries = backlog
    .slice(-Math.ceil(backlog.length / 2))
    .filter((entry) => idle.reservation([entry]) - idle.reservation() <= free);
  return victim === undefined || entries.length === 0 ? null : { encoder: victim, entries };
}
