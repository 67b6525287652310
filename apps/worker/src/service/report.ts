import { type Id, type JobReport, type JobRun, makeJobReport, OutcomeRecorder, ok, type Result } from "@pixelmill/core";
import { ownJob } from "./lookup.ts";
import type { Parts } from "./parts.ts";
import type { Owner } from "./service.ts";
import { taskPages } from "./taskPages.ts";
import { jobView } from "./views.ts";

/** The report of a job, ended or so far, from what is stored. */
export async function jobReport(parts: Parts, owner: Owner, jobId: Id): Promise<Result<JobReport>> {
  const { store, meters } = parts;
  const job = await ownJob(parts, owner, jobId);
  if (!job.ok) return job;
  await meters.write(jobId);
  const runs: JobRun[] = [];
  for await (const page of store.runsOf(jobId)) runs.push(...page);
  const outcomes = new OutcomeRecorder();
  for await (const page of taskPages(store, jobId)) {
    for (const { info, sourceBytes, outputs } of page) {
      outcomes.add({ format: info?.format ?? null, sourceBytes, results: outputs.map(({ result }) => result) });
    }
  }
  const {
    toppedAt: _,
    expiresAt: __,
    revision: ___,
    otherSettings: ____,
    reopenedAt: _____,
    ...view
  } = await jobView(job.value, parts);
  return ok(
    makeJobReport({
      createdAt: new Date().toISOString(),
      job: view,
      outcomes: outcomes.snapshot(),
      runs,
      engines: [...(await store.engines(new Set(runs.map(({ engine }) => engine))))],
      pools: [...(await store.poolMetricsOf(jobId))],
    }),
  );
}
