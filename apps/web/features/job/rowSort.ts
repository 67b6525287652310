import type { Id, TaskView } from "@pixelmill/core";
import { fileSize } from "../../lib/fileSize.ts";
import type { Upload } from "../upload/uploadState.ts";
import { deliveredOutputsOf, outputBytesOf } from "./rowText.ts";

/** Orders of the list, the first one where nothing else is chosen. */
export const sorts = ["path", "largest", "smallest", "mostSaved", "leastSaved"] as const;

export type Sort = (typeof sorts)[number];

type Tasks = ReadonlyMap<Id, TaskView>;
type Uploads = ReadonlyMap<Id, Upload>;

const sourceBytesOf = (task: TaskView | undefined, upload: Upload | undefined): number =>
  task?.sourceBytes ?? (upload === undefined ? 0 : fileSize(upload.file));

/** Share of a task's source bytes that its outputs save, negative where they are larger; null of one that has none. */
function savedShare(task: TaskView | undefined): number | null {
  const bytes = outputBytesOf(task);
  if (task === undefined || bytes === null || task.sourceBytes === 0) return null;
  return 1 - bytes / (task.sourceBytes * deliveredOutputsOf(task).length);
}

/** What comes first has the smallest rank. Files without a result come last, whatever they are sorted by. */
const rankBy: Readonly<Record<Exclude<Sort, "path">, (task: TaskView | undefined, upload: Upload | undefined) => number>> = {
  largest: (task, upload) => -sourceBytesOf(task, upload),
  smallest: sourceBytesOf,
  mostSaved: (task) => -(savedShare(task) ?? Number.NEGATIVE_INFINITY),
  leastSaved: (task) => savedShare(task) ?? Number.POSITIVE_INFINITY,
};

/** The list in another order than that of its paths, which decide between equals. */
export class RowSort {
  #from: readonly Id[] = [];
  #ranks: readonly number[] = [];
  #sorted: readonly Id[] = [];

  /** The ids, which come in the order of their paths. Sorted anew only if a rank or a file is another one than at the call before. */
  ids(inPathOrder: readonly Id[], tasks: Tasks, uploads: Uploads, sort: Sort): readonly Id[] {
    if (sort === "path") return inPathOrder;
    const ranks = inPathOrder.map((id) => rankBy[sort](tasks.get(id), uploads.get(id)));
    if (inPathOrder !== this.#from || ranks.some((rank, at) => rank !== this.#ranks[at])) {
      this.#from = inPathOrder;
      this.#ranks = ranks;
      const order = ranks.map((rank, at) => ({ rank, at })).sort((a, b) => (a.rank === b.rank ? a.at - b.at : a.rank - b.rank));
      this.#sorted = order.flatMap(({ at }) => inPathOrder[at] ?? []);
    }
    return this.#sorted;
  }
}
