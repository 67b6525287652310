import { type Id, type JobReport, type JobRun, makeJobReport, ok, type Result } from "@pixelmill/core";
import { ownJob } from "./lookup.ts";
import type { Parts } from "./parts.ts";
import type { Owner } from "./service.ts";
import { jobView } from "./views.ts";

/** The report of a job, ended or so far, from what is stored. */
export async function jobReport(parts: Parts, owner: Owner, jobId: Id): Promise<Result<JobReport>> {
  const { store, meters } = parts;
  const job = await ownJob(parts, owner, jobId);
  if (!job.ok) return job;
  await meters.write(jobId);
  const runs: JobRun[] = [];
  for await (const page of store.runsOf(jobId)) runs.push(...page);
  const { toppedAt: _, ...view } = await jobView(job.value, parts);
  return ok(
    makeJobReport({
      createdAt: new Date().toISOString(),
      job: view,
      runs,
      engines: [...(await store.engines(new Set(runs.map(({ engine }) => engine))))],
      pools: [...(await store.poolMetricsOf(jobId))],
    }),
  );
}
