import type { EncoderId, Id, LossReason, PoolListener, TaskReport } from "@pixelmill/core";

/** One call of a pool's listener. */
export type PoolEvent =
  | { readonly type: "ready"; readonly encoder: EncoderId; readonly baseBytes: number }
  | { readonly type: "worn"; readonly encoder: EncoderId }
  | { readonly type: "started"; readonly encoder: EncoderId; readonly taskId: Id }
  | { readonly type: "ended"; readonly encoder: EncoderId; readonly taskId: Id; readonly report: TaskReport }
  | { readonly type: "recalled"; readonly encoder: EncoderId; readonly taskIds: readonly Id[] }
  | { readonly type: "lost"; readonly encoder: EncoderId; readonly reason: LossReason; readonly culprit: Id | null };

/** Events of one type. */
export type EventOf<Type extends PoolEvent["type"]> = Extract<PoolEvent, { readonly type: Type }>;

/** A listener that writes down what it hears, and waits for what a test wants to hear. */
export class Recorder implements PoolListener {
  readonly events: PoolEvent[] = [];
  #waiters: (() => void)[] = [];

  of<Type extends PoolEvent["type"]>(type: Type): readonly EventOf<Type>[] {
    return this.events.filter((event): event is EventOf<Type> => event.type === type);
  }

  /** Resolves with the events of a type once there are as many. */
  async until<Type extends PoolEvent["type"]>(type: Type, count: number): Promise<readonly EventOf<Type>[]> {
    while (this.of(type).length < count) await new Promise<void>((resolve) => this.#waiters.push(resolve));
    return this.of(type);
  }

  encoderReady(encoder: EncoderId, baseBytes: number): void {
    this.#add({ type: "ready", encoder, baseBytes });
  }

  encoderWorn(encoder: EncoderId): void {
    this.#add({ type: "worn", encoder });
  }

  taskStarted(encoder: EncoderId, taskId: Id): void {
    this.#add({ type: "started", encoder, taskId });
  }

  taskEnded(encoder: EncoderId, taskId: Id, report: TaskReport): void {
    this.#add({ type: "ended", encoder, taskId, report });
  }

  tasksRecalled(encoder: EncoderId, taskIds: readonly Id[]): void {
    this.#add({ type: "recalled", encoder, taskIds });
  }

  encoderLost(encoder: EncoderId, reason: LossReason, culprit: Id | null): void {
    this.#add({ type: "lost", encoder, reason, culprit });
  }

  #add(event: PoolEvent): void {
    this.events.push(event);
    for (const wake of this.#waiters.splice(0)) wake();
  }
}
