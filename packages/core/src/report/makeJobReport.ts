import { batchBounds, durationBounds } from "../metrics/bounds.ts";
import { DistributionRecorder, geometricBounds } from "../metrics/distribution.ts";
import { type JobEncoder, jobEncoders, jobLanes } from "./jobLanes.ts";
import { type JobReport, jobReportVersion } from "./jobReport.ts";
import { type JobRun, spanOf } from "./jobRun.ts";
import { jobSlices } from "./jobSlices.ts";

/** What a job's report is made of. */
export interface JobReportInput {
  readonly createdAt: JobReport["createdAt"];
  readonly job: JobReport["job"];
  readonly outcomes: JobReport["outcomes"];
  readonly runs: readonly JobRun[];
  readonly engines: JobReport["engines"];
  readonly pools: JobReport["pools"];
}

/** Slices of the charts over time. */
const slices = 120;
/** Encoders that are listed; a pool that replaces its encoders often has thousands. */
const mostEncoders = 64;
/** 0.01 to 100 in steps of 10 %. */
const ratioBounds = geometricBounds(0.01, 100, 1.1);

/** The report of a job from its stored runs: of any number of tasks, and of bounded size itself. */
export function makeJobReport({ createdAt, job, outcomes, runs, engines, pools }: JobReportInput): JobReport {
  const span = spanOf(runs);
  const wallMs = span === null ? 0 : Math.max(0, span.endedAt - span.beganAt);
  const encoders = jobEncoders(runs, span?.beganAt ?? 0);
  const { deliveredSourceBytes, outputBytes } = job.totals;
  return {
    kind: "pixelmill-job",
    version: jobReportVersion,
    createdAt,
    job,
    beganAt: span?.beganAt ?? null,
    wallMs,
    tasks: {
      ran: runs.length,
      undelivered: runs.filter(({ delivered }) => !delivered).length,
      retries: runs.reduce((sum, { attempts }) => sum + attempts - 1, 0),
      known: job.totals.known,
    },
    rates: ratesOf(runs, wallMs),
    ratio: deliveredSourceBytes === 0 ? null : outputBytes / deliveredSourceBytes,
    outcomes,
    overTime: span === null || wallMs === 0 ? [] : jobSlices(runs, span.beganAt, wallMs, slices),
    ...distributionsOf(runs),
    ...sharesOf(encoders),
    lanes: jobLanes(encoders, wallMs),
    engines,
    pools,
  };
}

function ratesOf(runs: readonly JobRun[], wallMs: number): JobReport["rates"] {
  const delivered = runs.filter((run) => run.delivered);
  if (wallMs === 0) return null;
  const sum = (of: (run: JobRun) => number) => delivered.reduce((total, run) => total + of(run), 0);
  return {
    imagesPerSecond: (delivered.length / wallMs) * 1e3,
    megapixelsPerSecond: sum(({ pixels }) => pixels) / 1e3 / wallMs,
    bytesPerSecond: (sum(({ sourceBytes }) => sourceBytes) / wallMs) * 1e3,
  };
}

function distributionsOf(runs: readonly JobRun[]) {
  const batches = new Map(runs.map(({ engine, batch, batchSize }) => [`${engine} ${batch}`, batchSize]));
  const measured = runs.flatMap(({ runMs, estimatedMs }) => (runMs === null || estimatedMs <= 0 ? [] : [runMs / estimatedMs]));
  const peaks = runs.flatMap(({ peakBytes, estimatedPeakBytes }) =>
    peakBytes === null || estimatedPeakBytes <= 0 ? [] : [peakBytes / estimatedPeakBytes],
  );
  return {
    batchSizes: distribution(batchBounds, batches.values()),
    waitMs: distribution(
      durationBounds,
      runs.map(({ submittedAt, startedAt }) => startedAt - submittedAt),
    ),
    runMs: distribution(
      durationBounds,
      runs.map(({ runMs, startedAt, endedAt }) => runMs ?? endedAt - startedAt),
    ),
    timeOverEstimate: distribution(ratioBounds, measured),
    memoryOverEstimate: distribution(ratioBounds, peaks),
  };
}

function distribution(bounds: readonly number[], values: Iterable<number>): JobReport["waitMs"] {
  const recorder = new DistributionRecorder(bounds);
  for (const value of values) recorder.observe(value);
  const { histogram, ...rest } = recorder.snapshot();
  return { ...rest, histogram: [...histogram] };
}

function sharesOf(encoders: readonly JobEncoder[]): Pick<JobReport, "encoders" | "otherEncoders"> {
  const shares = encoders.map(({ engine, encoder, lane }) => ({
    engine,
    encoder,
    tasks: lane.tasks.length,
    busyMs: lane.busyMs,
  }));
  const others = shares.slice(mostEncoders);
  return {
    encoders: shares.slice(0, mostEncoders),
    otherEncoders: {
      count: others.length,
      tasks: others.reduce((sum, { tasks }) => sum + tasks, 0),
      busyMs: others.reduce((sum, { busyMs }) => sum + busyMs, 0),
    },
  };
}
