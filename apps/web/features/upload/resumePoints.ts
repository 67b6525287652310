import { type Id, idSchema } from "@pixelmill/core";
import { localStore } from "../../lib/localStore.ts";

/** Where a large upload goes on after a reload: the task it belongs to and the address of its upload. */
export interface ResumePoint {
  readonly taskId: Id;
  readonly url: string;
}

interface ResumeKey {
  readonly jobId: Id;
  readonly path: string;
  readonly file: Pick<File, "size" | "lastModified">;
}

const prefix = (jobId: Id): string => `pixelmill.resume.${jobId}.`;

const keyOf = ({ jobId, path, file }: ResumeKey): string => `${prefix(jobId)}${file.size}.${file.lastModified}.${path}`;

export const resumePoints = {
  read(key: ResumeKey): ResumePoint | null {
    const value = localStore.read(keyOf(key)) as Partial<ResumePoint> | null;
    return idSchema.safeParse(value?.taskId).success && typeof value?.url === "string" ? (value as ResumePoint) : null;
  },
  write: (key: ResumeKey, point: ResumePoint): void => localStore.write(keyOf(key), point),
  remove: (key: ResumeKey): void => localStore.remove(keyOf(key)),
  /** Forgets all of a job. */
  clear(jobId: Id): void {
    for (const key of localStore.keys(prefix(jobId))) localStore.remove(key);
  },
} as const;
