import { inOrder, isSystemFile, type Picked, type PickedFile } from "./pickedFile.ts";

/** The part of the browser's FileSystemEntry that a walk needs. */
export interface WalkEntry {
  readonly isDirectory: boolean;
  /** Path from the drop's root, with a leading slash. */
  readonly fullPath: string;
}

interface WalkFile extends WalkEntry {
  file(found: (file: File) => void, failed: (error: unknown) => void): void;
}

interface WalkFolder extends WalkEntry {
  createReader(): WalkReader;
}

interface WalkReader {
  readEntries(found: (entries: WalkEntry[]) => void, failed: (error: unknown) => void): void;
}

/** Files and folders of a drop or paste. To be called inside the event: the browser forgets the items after it. */
export function entriesOf(data: DataTransfer): { readonly entries: WalkEntry[]; readonly loose: File[] } {
  const entries: WalkEntry[] = [];
  const loose: File[] = [];
  for (const item of data.items) {
    if (item.kind !== "file") continue;
    const entry = item.webkitGetAsEntry();
    // A picture pasted from the clipboard is a file without an entry.
    const file = entry ? null : item.getAsFile();
    if (entry) entries.push(entry);
    else if (file) loose.push(file);
  }
  return { entries, loose };
}

/** All files below the entries, folder by folder. One unreadable file or folder does not stop the rest. */
export async function walk(entries: readonly WalkEntry[], onFound: (count: number) => void): Promise<Picked> {
  const files: PickedFile[] = [];
  const unreadable: string[] = [];
  let leftOut = 0;

  const take = async (entry: WalkFile) => {
    if (isSystemFile(entry.fullPath)) leftOut += 1;
    else files.push({ path: relativePath(entry), file: await fileOf(entry) });
  };
  const visit = async (entry: WalkEntry): Promise<void> => {
    try {
      if (isFolder(entry)) for await (const batch of batchesOf(entry.createReader())) await visitAll(batch);
      else await take(entry as WalkFile);
    } catch {
      unreadable.push(relativePath(entry));
    }
  };
  const visitAll = async (batch: readonly WalkEntry[]) => {
    // The files of a batch (100 in Chromium) at once; then its folders one after another.
    await Promise.all(batch.filter((entry) => !isFolder(entry)).map(visit));
    onFound(files.length);
    for (const folder of batch.filter(isFolder)) await visit(folder);
  };

  await visitAll(entries);
  return { files: inOrder(files), leftOut, unreadable };
}

/** `readEntries` gives a folder in parts, and an empty part only at its end. */
async function* batchesOf(reader: WalkReader): AsyncGenerator<WalkEntry[]> {
  for (;;) {
    const batch = await new Promise<WalkEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (batch.length === 0) return;
    yield batch;
  }
}

const fileOf = (entry: WalkFile): Promise<File> => new Promise((resolve, reject) => entry.file(resolve, reject));

const isFolder = (entry: WalkEntry): entry is WalkFolder => entry.isDirectory;

const relativePath = (entry: WalkEntry): string => entry.fullPath.replace(/^\/+/, "");
