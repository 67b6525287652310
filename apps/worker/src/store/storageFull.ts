/**
 * SQLite's result codes SQLITE_FULL, and SQLITE_IOERR_SHMSIZE where the index of the write-ahead log cannot grow. Source:
 * sqlite.org/rescode.html
 */
const sqliteFull: ReadonlySet<unknown> = new Set([13, 4874]);

/** The disk, or the user's quota on it, has no room left. The caller maps it to the failure `storageFull`. */
export class StorageFullError extends Error {
  override readonly name = "StorageFullError";
  readonly code = "storageFull";
}

/** The error itself, or a {@link StorageFullError} caused by it where it means that the disk is full. */
export function withStorageFull(error: unknown): unknown {
  return meansFull(error) ? new StorageFullError("No room is left on the disk.", { cause: error }) : error;
}

function meansFull(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code, errcode } = error as Error & { readonly code?: unknown; readonly errcode?: unknown };
  return code === "ENOSPC" || code === "EDQUOT" || sqliteFull.has(errcode);
}
