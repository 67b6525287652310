import { type Id, isFinal, isRetryable, type TaskState, type TaskView } from "@pixelmill/core";
import { foldText } from "../../lib/foldText.ts";
import type { Upload, UploadState } from "../upload/uploadState.ts";

/** Where a file stands: its upload until the server has its task, then the task's state. */
export type Phase = "waiting" | "sending" | "retrying" | "sent" | "uploadFailed" | TaskState;

/** A line of the list. At least one of the two is there. */
export interface Row {
  readonly task: TaskView | undefined;
  readonly upload: Upload | undefined;
}

export const filters = ["all", "active", "done", "kept", "failed", "cancelled"] as const;

export type Filter = (typeof filters)[number];

const uploadPhases: Readonly<Record<UploadState["kind"], Phase>> = {
  waiting: "waiting",
  sending: "sending",
  retrying: "retrying",
  sent: "sent",
  failed: "uploadFailed",
};

export function phaseOf({ task, upload }: Row): Phase {
  if (task) return task.state;
  return upload ? uploadPhases[upload.state.kind] : "waiting";
}

/** The one filter, besides `all`, that shows a phase. */
export function filterOf(phase: Phase): Exclude<Filter, "all"> {
  switch (phase) {
    case "optimized":
      return "done";
    case "keptOriginal":
      return "kept";
    case "failed":
    case "uploadFailed":
      return "failed";
    case "cancelled":
      return "cancelled";
    default:
      return "active";
  }
}

/** The filters worth a button: those that would show something, and the one in use. */
export const offeredFilters = (counts: Listing["counts"], current: Filter): Filter[] =>
  filters.filter((each) => each === "all" || each === current || counts[each] > 0);

export interface Listing {
  /** Ids that the filter shows, in the list's order. */
  readonly ids: readonly Id[];
  readonly counts: Readonly<Record<Filter, number>>;
}

/**
 * What a filter shows of all files, which come in the list's order, and how many each filter has. One pass.
 * @param search Shows only files whose path has this in it, however letters and accents are written; all where it is empty. Counts are of all files.
 */
export function listingOf(
  all: readonly Id[],
  tasks: ReadonlyMap<Id, TaskView>,
  uploads: ReadonlyMap<Id, Upload>,
  filter: Filter,
  search = "",
): Listing {
  const wanted = foldText(search.trim());
  const isFound = (row: Row) => wanted === "" || foldedPathOf(row).includes(wanted);
  const counts: Record<Filter, number> = { all: all.length, active: 0, done: 0, kept: 0, failed: 0, cancelled: 0 };
  const ids: Id[] = [];
  for (const id of all) {
    const [task, upload] = [tasks.get(id), uploads.get(id)];
    const group = filterOf(phaseOf({ task, upload }));
    counts[group] += 1;
    if ((filter === "all" || filter === group) && isFound({ task, upload })) ids.push(id);
  }
  return { ids: ids.length === all.length ? all : ids, counts };
}

/** A list is looked through with every change of a running job, and few of its files have changed by then. */
const foldedPaths = new WeakMap<TaskView | Upload, string>();

function foldedPathOf({ task, upload }: Row): string {
  const file = task ?? upload;
  if (file === undefined) return "";
  const folded = foldedPaths.get(file) ?? foldText(file.path);
  foldedPaths.set(file, folded);
  return folded;
}

/** The ids from one line to another of a list, both included, whichever comes first. */
export function rangeOf(ids: readonly Id[], from: Id, to: Id): readonly Id[] {
  const [a, b] = [ids.indexOf(from), ids.indexOf(to)];
  if (a === -1 || b === -1) return [to];
  return ids.slice(Math.min(a, b), Math.max(a, b) + 1);
}

/** Whether a failed task may succeed as it is: an image that is cut off fails every time. */
export const isWorthAnotherTry = (task: TaskView | undefined): boolean =>
  task?.state === "failed" && task.outputs.some(({ result }) => result.status === "failed" && isRetryable(result.error.code));

/** Whether queueing a task again makes sense. */
export const canRetry = (task: TaskView | undefined): boolean => task?.state === "cancelled" || isWorthAnotherTry(task);

/** Whether a task has not ended. */
export const canCancel = (task: TaskView | undefined): boolean => task !== undefined && !isFinal(task.state);

/** Whether a task waits to be begun. */
export const isInLine = (task: TaskView | undefined): boolean => task?.state === "queued";

/** Whether a task has a file to give back: one that failed may have some of several. */
export const isDownloadable = (task: TaskView | undefined): boolean => task?.outputs.some(({ path }) => path !== null) ?? false;
