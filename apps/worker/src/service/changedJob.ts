import { type Id, type JobView, ok, type Result } from "@pixelmill/core";
import { ownJob } from "./lookup.ts";
import type { Parts } from "./parts.ts";
import type { Owner } from "./service.ts";
import { jobView } from "./views.ts";

/** Tells whoever follows a job that it was changed, and gives it as it is now. */
export async function changedJob(parts: Parts, owner: Owner, jobId: Id): Promise<Result<JobView>> {
  parts.bell.ring(jobId);
  const job = await ownJob(parts, owner, jobId);
  return job.ok ? ok(await jobView(job.value, parts)) : job;
}
