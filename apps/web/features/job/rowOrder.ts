import type { Id, TaskView } from "@pixelmill/core";
import { inNaturalOrder } from "../../lib/naturalOrder.ts";
import type { Upload } from "../upload/uploadState.ts";

/** The list's order: that of the paths, whether a file is still here or on the server, before and after a reload. */
export class RowOrder {
  #members = new Set<Id>();
  #ids: readonly Id[] = [];

  /** All ids in order. Sorted anew only if files came or went: what changes all the time is their state. */
  ids(tasks: ReadonlyMap<Id, TaskView>, uploads: ReadonlyMap<Id, Upload>): readonly Id[] {
    const members = new Set([...tasks.keys(), ...uploads.keys()]);
    if (members.size !== this.#members.size || ![...members].every((id) => this.#members.has(id))) {
      this.#members = members;
      this.#ids = inNaturalOrder([...members], (id) => tasks.get(id)?.path ?? uploads.get(id)?.path ?? "");
    }
    return this.#ids;
  }
}
