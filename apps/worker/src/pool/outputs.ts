import type { Id } from "@pixelmill/core";
import { outputName } from "../protocol/outputName.ts";
import type { Desk } from "./desk.ts";

/** Whose desk each task's outputs lie on. A desk outlives its encoder for as long as outputs of it are not cleared. */
export class Outputs {
  readonly #tasks = new Map<Id, { readonly desk: Desk; readonly outputs: number }>();
  readonly #released = new Set<Desk>();

  /** The outputs of a task, of which any may be missing. */
  add(taskId: Id, outputs: number, desk: Desk): void {
    this.#tasks.set(taskId, { desk, outputs });
  }

  file(taskId: Id, index: number): string {
    const task = this.#tasks.get(taskId);
    if (task === undefined) throw new Error(`no output of task ${taskId} is on any desk`);
    return task.desk.outputFile(outputName(taskId, index));
  }

  async clear(taskId: Id): Promise<void> {
    const task = this.#tasks.get(taskId);
    if (task === undefined) return;
    this.#tasks.delete(taskId);
    await Promise.all(Array.from({ length: task.outputs }, (_, index) => task.desk.clearOutput(outputName(taskId, index))));
    await this.#removeIfDone(task.desk);
  }

  /** The desk's encoder is gone: the desk goes with its last output. */
  async release(desk: Desk): Promise<void> {
    this.#released.add(desk);
    await this.#removeIfDone(desk);
  }

  async #removeIfDone(desk: Desk): Promise<void> {
    if (!this.#released.has(desk) || [...this.#tasks.values()].some((task) => task.desk === desk)) return;
    this.#released.delete(desk);
    await desk.remove();
  }
}
