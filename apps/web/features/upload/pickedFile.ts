import { fileName } from "../../lib/fileName.ts";
import { fileSize } from "../../lib/fileSize.ts";
import { inNaturalOrder } from "../../lib/naturalOrder.ts";

/** A file the user chose. Its bytes are not read before its upload begins. */
export interface PickedFile {
  /** Path relative to what the user dropped, folders separated by `/`. */
  readonly path: string;
  readonly file: File;
}

/** What came of a choice, a drop or a paste. */
export interface Picked {
  readonly files: readonly PickedFile[];
  /** Files that the operating system keeps for itself and nobody means to send. */
  readonly leftOut: number;
  /** Paths that the browser could not read. */
  readonly unreadable: readonly string[];
}

const systemNames = new Set([".ds_store", "thumbs.db", "desktop.ini"]);

/** Whether a file is one that macOS or Windows put beside the user's own. */
export function isSystemFile(path: string): boolean {
  const name = fileName(path);
  return name.startsWith("._") || systemNames.has(name.toLowerCase());
}

/** Files in the order of their paths: a folder's come in that of the disk. */
export const inOrder = (files: readonly PickedFile[]): PickedFile[] => inNaturalOrder(files, ({ path }) => path);

/** Files from an `<input>`: those of a folder come with their path. */
export function pickedFromInput(list: Iterable<File>): Picked {
  const all = Array.from(list, (file) => ({ path: file.webkitRelativePath || file.name, file }));
  const files = inOrder(all.filter(({ path }) => !isSystemFile(path)));
  return { files, leftOut: all.length - files.length, unreadable: [] };
}

/** The same file twice: same path, same size. Its content is only known to the server. */
export const fileKey = (path: string, bytes: number): string => `${bytes} ${path}`;

/** The files that are not there yet, each once. */
export function withoutKnown(files: readonly PickedFile[], known: Iterable<string>): PickedFile[] {
  const seen = new Set(known);
  return files.filter(({ path, file }) => {
    const key = fileKey(path, fileSize(file));
    return !seen.has(key) && seen.add(key);
  });
}
