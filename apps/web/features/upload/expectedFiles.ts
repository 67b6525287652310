import type { Id } from "@pixelmill/core";
import { localStore } from "../../lib/localStore.ts";

const keyOf = (jobId: Id): string => `pixelmill.expected.${jobId}`;

/** How many files this browser meant to send to a job that is still open: what is missing after a reload is told by it. */
export const expectedFiles = {
  read(jobId: Id): number | null {
    const value = localStore.read(keyOf(jobId));
    return typeof value === "number" ? value : null;
  },
  write: (jobId: Id, files: number): void => localStore.write(keyOf(jobId), files),
  remove: (jobId: Id): void => localStore.remove(keyOf(jobId)),
} as const;
