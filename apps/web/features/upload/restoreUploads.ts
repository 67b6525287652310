import type { Id } from "@pixelmill/core";
import { expectedFiles } from "./expectedFiles.ts";
import type { KeptFiles } from "./keptFiles.ts";
import type { OtherTabs } from "./otherTabs.ts";
import type { Uploads } from "./uploads.ts";

/** Goes on with what pages that were closed or loaded again have left, unless another page has it. */
export async function restoreUploads(uploads: Uploads, kept: KeptFiles, tabs: OtherTabs): Promise<void> {
  const jobs = Map.groupBy(await kept.all(), ({ jobId }) => jobId);
  const sending = await tabs.sending([...jobs.keys()]);
  for (const [jobId, items] of jobs) {
    if (sending.has(jobId) || uploads.of(jobId).byTask.size > 0) continue;
    // Some may have been chosen that were not kept: see `isComplete`.
    uploads.hold(jobId);
    uploads.restore(items);
  }
}

/** Whether a job has everything that was chosen for it. `here`: files on the server. */
export function isComplete(jobId: Id, here: number, uploads: Uploads): boolean {
  const failed = [...uploads.of(jobId).byTask.values()].filter(({ state }) => state.kind === "failed").length;
  return here + failed >= (expectedFiles.read(jobId) ?? 0);
}
