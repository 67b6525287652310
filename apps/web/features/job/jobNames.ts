import type { Id } from "@pixelmill/core";
import { localStore } from "../../lib/localStore.ts";

const prefix = "pixelmill.name.";
const keyOf = (jobId: Id): string => `${prefix}${jobId}`;

/** Names of this browser's jobs, by which the list of jobs tells them apart: the service keeps none. */
export const jobNames = {
  read(jobId: Id): string | null {
    const value = localStore.read(keyOf(jobId));
    return typeof value === "string" ? value : null;
  },
  write: (jobId: Id, name: string): void => localStore.write(keyOf(jobId), name),
  /** Forgets the jobs that are gone. */
  keepOnly(jobIds: Iterable<Id>): void {
    const kept = new Set(Array.from(jobIds, keyOf));
    for (const key of localStore.keys(prefix)) if (!kept.has(key)) localStore.remove(key);
  },
} as const;
