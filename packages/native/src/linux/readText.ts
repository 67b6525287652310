import { readFileSync } from "node:fs";

/** Reads a whole small text file; null where it is absent or may not be read. Tests read recorded trees through it. */
export type ReadText = (path: string) => string | null;

/** Reads from the running system. Files under /proc and /sys/fs/cgroup are made by the kernel at the read and never block. */
export const readSystemText: ReadText = (path) => {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
};
