import type { JobRecord } from "@pixelmill/core";
import type { Parts } from "./parts.ts";
import { withPreviews } from "./previews.ts";
import type { Processing } from "./processing.ts";

/**
 * Forgets a job, its sources and results, slice by slice. `expiredAt`: its time was over then, Unix time in milliseconds, which its owner
 * is told; null where its owner wants it gone.
 */
export async function deleteWhole(
  { store, blobs, bell, meters, samples }: Parts,
  processing: Processing,
  job: JobRecord,
  expiredAt: number | null,
): Promise<void> {
  for await (const keys of store.deleteJob(job.id, expiredAt ?? undefined)) {
    // From the first slice on the job is gone: what its tasks come to is not stored any more.
    samples.forget(job.id);
    await processing.abandon(job);
    await blobs.delete(withPreviews(keys));
  }
  // Where it was at rest, no task's end says so.
  meters.jobEnded(job.id);
  bell.ring(job.id);
}
