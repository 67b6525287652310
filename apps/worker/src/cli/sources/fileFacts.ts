import { stat } from "node:fs/promises";
import { native } from "@pixelmill/native";

/** What the file system tells of a path, links followed. */
export interface FileFacts {
  readonly kind: "file" | "folder" | "other";
  /** The same for two paths that lead to the same file, by whatever links or spelling. */
  readonly identity: string;
  /** Size in bytes. */
  readonly bytes: number;
  /** Permission bits. */
  readonly mode: number;
}

/** Facts of a file or folder. Rejects with Node's error (ENOENT, EACCES …). */
export async function fileFacts(path: string): Promise<FileFacts> {
  // As big integers: on Windows a file's number does not fit into a double.
  const stats = await stat(native.longPath(path), { bigint: true });
  return {
    kind: stats.isFile() ? "file" : stats.isDirectory() ? "folder" : "other",
    identity: `${stats.dev}:${stats.ino}`,
    bytes: Number(stats.size),
    mode: Number(stats.mode) & 0o777,
  };
}

/** The same, null where nothing is there or a link leads nowhere. */
export async function fileFactsOrNull(path: string): Promise<FileFacts | null> {
  try {
    return await fileFacts(path);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}
