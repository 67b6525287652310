import type { Id } from "@pixelmill/core";
import type { Desk } from "./desk.ts";

/** Whose desk each output lies on. A desk outlives its encoder for as long as outputs of it are not cleared. */
export class Outputs {
  readonly #desks = new Map<Id, Desk>();
  readonly #released = new Set<Desk>();

  add(taskId: Id, desk: Desk): void {
    this.#desks.set(taskId, desk);
  }

  file(taskId: Id): string {
    const desk = this.#desks.get(taskId);
    if (desk === undefined) throw new Error(`no output of task ${taskId} is on any desk`);
    return desk.outputFile(taskId);
  }

  async clear(taskId: Id): Promise<void> {
    const desk = this.#desks.get(taskId);
    if (desk === undefined) return;
    this.#desks.delete(taskId);
    await desk.clearOutput(taskId);
    await this.#removeIfDone(desk);
  }

  /** The desk's encoder is gone: the desk goes with its last output. */
  async release(desk: Desk): Promise<void> {
    this.#released.add(desk);
    await this.#removeIfDone(desk);
  }

  async #removeIfDone(desk: Desk): Promise<void> {
    if (!this.#released.has(desk) || [...this.#desks.values()].includes(desk)) return;
    this.#released.delete(desk);
    await desk.remove();
  }
}
