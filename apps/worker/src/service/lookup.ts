import { fail, failure, type Id, type JobRecord, ok, type Result } from "@pixelmill/core";
import type { Parts } from "./parts.ts";
import type { Owner } from "./service.ts";

/** The owner's job. Unknown and foreign jobs look the same. */
export async function ownJob({ store }: Pick<Parts, "store">, owner: Owner, jobId: Id): Promise<Result<JobRecord>> {
  const job = await store.job(jobId);
  return job === null || job.owner !== owner ? fail(failure("notFound")) : ok(job);
}
