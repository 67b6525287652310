import { fail, failure, type Id, type JobRecord, ok, type Result } from "@pixelmill/core";
import type { Parts } from "./parts.ts";
import type { Owner } from "./service.ts";

/** The owner's job. Unknown and foreign jobs look the same; of one that has expired its owner is told so. */
export async function ownJob(
  { store, uses }: Pick<Parts, "store" | "uses">,
  owner: Owner,
  jobId: Id,
): Promise<Result<JobRecord>> {
  const job = await store.job(jobId);
  if (job?.owner === owner) return uses.isExpiring(jobId) ? fail(failure("jobExpired")) : ok(job);
  const expired = job === null ? await store.expiredJob(jobId) : null;
  return fail(failure(expired?.owner === owner ? "jobExpired" : "notFound"));
}
