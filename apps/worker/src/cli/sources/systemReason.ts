/** Errors of the operating system in words that fit after "The file cannot be read:" and "The output cannot be written:". */
const reasons: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file or folder",
  EACCES: "permission denied",
  EPERM: "permission denied",
  ELOOP: "its links lead in a circle",
  ENAMETOOLONG: "its name is too long",
  EISDIR: "there is a folder of that name",
  ENOTDIR: "a file is where a folder is needed",
  EEXIST: "a file is where a folder is needed",
  ENOSPC: "the disk is full",
  EDQUOT: "the disk quota is used up",
  EROFS: "the disk can only be read",
  EFBIG: "it is too large for the disk's file system",
  EIO: "the disk does not answer as it should",
  EMFILE: "too many files are open",
  ENFILE: "too many files are open",
};

/** Why the system refused, for the user: never its own text, which holds paths of Pixelmill's own. Rethrows what is no such error. */
export function systemReason(error: unknown): string {
  if (!(error instanceof Error) || !("code" in error) || typeof error.code !== "string" || !("syscall" in error)) throw error;
  return reasons[error.code] ?? `the system says ${error.code}`;
}
