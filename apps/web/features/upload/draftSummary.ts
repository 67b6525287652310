import type { Failure, Id, TaskView } from "@pixelmill/core";
import { fileSize } from "../../lib/fileSize.ts";
import type { PickedFile } from "./pickedFile.ts";
import type { Upload } from "./uploadState.ts";

/** A file of the draft, wherever it is: chosen, on its way, or on the server. */
interface DraftFile {
  readonly path: string;
  readonly bytes: number;
  /** The file itself; null where an earlier page has sent it. */
  readonly file: File | null;
  readonly task: TaskView | null;
  /** Why nothing can be made of it. */
  readonly failure: Failure | null;
}

export interface FolderSum {
  readonly name: string;
  files: number;
  bytes: number;
}

/** A file that can be looked at. */
export interface DraftPicture {
  readonly id: Id;
  readonly file: File | null;
}

/** The draft in numbers. */
export interface DraftSummary {
  readonly files: number;
  readonly bytes: number;
  /** Files that are on the server and were looked into. */
  readonly checked: number;
  /** Bytes of those that are images. */
  readonly readyBytes: number;
  readonly unusable: readonly { readonly path: string; readonly failure: Failure }[];
  /** Folders in the order in which they were met; loose files are in "./". */
  readonly folders: readonly FolderSum[];
  /** The first few. */
  readonly pictures: readonly DraftPicture[];
}

/** Pictures shown, and the largest file the browser is asked to decode for it, in bytes. */
const shown = 8;
const largestBytes = 8_000_000;

/** What the server has, what is on its way, and what waits for a job to go to. */
export function draftSummary(
  tasks: ReadonlyMap<Id, TaskView>,
  uploads: ReadonlyMap<Id, Upload>,
  waiting: readonly PickedFile[],
): DraftSummary {
  const folders = new Map<string, FolderSum>();
  const unusable: { path: string; failure: Failure }[] = [];
  const pictures: DraftPicture[] = [];
  let [files, bytes, checked, readyBytes] = [0, 0, 0, 0];
  for (const [id, file] of filesOf(tasks, uploads, waiting)) {
    files += 1;
    bytes += file.bytes;
    addToFolder(folders, file);
    const isImage = file.task?.info != null && file.failure === null;
    if (file.failure !== null) unusable.push({ path: file.path, failure: file.failure });
    if (isImage || file.failure !== null) checked += 1;
    if (isImage) readyBytes += file.bytes;
    if (pictures.length < shown && isShowable(file)) pictures.push({ id, file: file.file });
  }
  return { files, bytes, checked, readyBytes, unusable, folders: [...folders.values()], pictures };
}

function* filesOf(
  tasks: ReadonlyMap<Id, TaskView>,
  uploads: ReadonlyMap<Id, Upload>,
  waiting: readonly PickedFile[],
): Generator<readonly [id: Id, file: DraftFile]> {
  for (const [id, { path, file, state }] of uploads) {
    const task = tasks.get(id) ?? null;
    const failure = state.kind === "failed" ? state.failure : failureOfTask(task);
    yield [id, { path, bytes: fileSize(file), file, task, failure }];
  }
  for (const [id, task] of tasks)
    if (!uploads.has(id))
      yield [id, { path: task.path, bytes: task.sourceBytes, file: null, task, failure: failureOfTask(task) }];
  for (const { path, file } of waiting) yield [path, { path, bytes: fileSize(file), file, task: null, failure: null }];
}

function failureOfTask(task: TaskView | null): Failure | null {
  const result = task?.outputs[0]?.result;
  return result?.status === "failed" ? result.error : null;
}

function addToFolder(folders: Map<string, FolderSum>, { path, bytes }: DraftFile): void {
  const name = path.includes("/") ? `${path.slice(0, path.lastIndexOf("/"))}/` : "./";
  const folder = folders.get(name) ?? { name, files: 0, bytes: 0 };
  folder.files += 1;
  folder.bytes += bytes;
  folders.set(name, folder);
}

/** Formats that every browser shows, as far as it is known what the file is. */
const showable = /^(?:image\/)?(?:jpeg|png|webp|avif|gif)$/;

const isShowable = ({ bytes, file, task, failure }: DraftFile): boolean =>
  failure === null && bytes < largestBytes && showable.test(task?.info?.format ?? file?.type ?? "");
