import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import type { TaskView } from "@pixelmill/core";
import sharp from "sharp";
import { checkData } from "../../check/checkData.ts";
import type { CheckReport } from "../../check/findings.ts";
import { type Client, createClient } from "../client.ts";
import { childrenOf, isAlive } from "../processes.ts";
import { freePort } from "../runningWorker.ts";
import { layCable } from "./cable.ts";
import { Random } from "./random.ts";
import { persistently, Sender, type SentJob } from "./sender.ts";
import { type Fault, Storm } from "./storm.ts";
import { Supervisor } from "./supervisor.ts";

/** What a run of faults came to. */
export interface ChaosReport {
  readonly jobs: number;
  readonly files: number;
  readonly faults: Readonly<Record<Fault, number>>;
  readonly failedStarts: readonly string[];
  /** Tasks that had failed since their encoder was lost twice, and were tried again after the storm. */
  readonly triedAgain: number;
  /** Everything that is not as it has to be; none is what is hoped for. */
  readonly problems: readonly string[];
  readonly exit: number | NodeJS.Signals | null;
  readonly check: CheckReport;
}

/** Failures that losing encoders over and over can bring. */
const expectedCodes: ReadonlySet<string> = new Set(["encoderCrashed", "deadlineExceeded"]);

/** Longest time after the storm until every job has ended, in milliseconds: a stopped encoder is ended at its task's deadline. */
const calmMs = 180_000;

async function run(dataDir: string, seed: number, ms: number, hasDisk: boolean, stopsForGood: boolean): Promise<ChaosReport> {
  const port = await freePort();
  const env = { DISK_RESERVE: hasDisk ? "2M" : "0", DISK_EXPIRE: "0", ENCODERS: "2", PLAN: "stallMs=1500", LOG_LEVEL: "error" };
  const supervisor = new Supervisor({ dataDir, workerPort: port, env });
  await supervisor.start();
  const cable = await layCable(port);
  const url = `http://127.0.0.1:${cable.port}`;
  const images = await makeImages();
  // Each draws from numbers of its own, so that what they choose does not follow from who comes first.
  const senders = [1, 2].map((number) => new Sender(url, new Random(seed + number), images));
  const storm = new Storm({
    random: new Random(seed),
    supervisor,
    cable,
    ballast: hasDisk ? join(dataDir, "..") : null,
    stopsForGood,
  });
  await Promise.all([storm.blow(ms, stopsForGood ? 600 : 900), ...senders.map((sender) => sender.send(ms, 8))]);

  const jobs = senders.flatMap((sender) => sender.jobs);
  const problems = senders.flatMap((sender) => sender.problems);
  const client = createClient(url);
  const triedAgain = await settle(client, jobs, problems);
  for (const job of jobs) await compare(client, job, problems);
  const workerPid = supervisor.pid ?? 0;
  const children = childrenOf(workerPid);
  const exit = await supervisor.stop();
  cable.close();
  problems.push(...[workerPid, ...children, ...storm.stopped].filter(isAlive).map((pid) => `process ${pid} is still there`));
  const files = jobs.reduce((sum, job) => sum + job.files.length, 0);
  const facts = { jobs: jobs.length, files, faults: storm.counts, failedStarts: supervisor.failedStarts };
  return { ...facts, triedAgain, problems, exit, check: await checkData(dataDir) };
}

/** Waits until every task has ended well; those that lost their encoder twice are tried again. Gives how many those were. */
async function settle(client: Client, jobs: readonly SentJob[], problems: string[]): Promise<number> {
  const end = performance.now() + calmMs;
  let triedAgain = 0;
  for (const { jobId } of jobs) {
    for (;;) {
      const job = await persistently(() => client.trpc.jobs.get.query({ jobId }));
      const failed = job.finishedAt === null ? [] : (await tasksOf(client, jobId)).filter(({ state }) => state === "failed");
      if (job.finishedAt !== null && failed.length === 0) break;
      if (performance.now() > end) {
        problems.push(`job ${jobId} has not ended: ${JSON.stringify(job.totals.states)}`);
        break;
      }
      const codes = failed.flatMap(({ outputs }) =>
        outputs.map(({ result }) => (result.status === "failed" ? result.error.code : "")),
      );
      const strange = codes.filter((code) => code !== "" && !expectedCodes.has(code));
      if (strange.length > 0) {
        problems.push(`tasks failed: ${strange.join(", ")}`);
        break;
      }
      triedAgain += failed.length;
      if (failed.length > 0)
        await persistently(() => client.trpc.results.retry.mutate({ jobId, taskIds: failed.map(({ id }) => id) }));
      await sleep(100);
    }
  }
  return triedAgain;
}

const tasksOf = (client: Client, jobId: string): Promise<readonly TaskView[]> =>
  persistently(() => client.trpc.jobs.tasks.query({ jobId, offset: 0, limit: 1000 }));

/** Every file that was sent is there once, with all its outputs, which can be downloaded and are images. */
async function compare(client: Client, job: SentJob, problems: string[]): Promise<void> {
  const tasks = await tasksOf(client, job.jobId);
  const [sent, there] = [job.files.map(({ taskId }) => taskId), tasks.map(({ id }) => id)];
  if (JSON.stringify(sent.toSorted()) !== JSON.stringify(there.toSorted()))
    problems.push(`job ${job.jobId} has ${there.length} files in place of the ${sent.length} that were sent`);
  for (const { id, outputs } of tasks) {
    if (outputs.length !== job.outputs) problems.push(`task ${id} has ${outputs.length} outputs`);
    for (const at of outputs.keys()) await download(client, `/api/v1/jobs/${job.jobId}/files/${id}/result/${at}`, problems);
  }
}

async function download(client: Client, path: string, problems: string[]): Promise<void> {
  const answer = await client.get(path);
  const bytes = Buffer.from(await answer.arrayBuffer());
  const isImage = await sharp(bytes)
    .stats()
    .then(
      () => true,
      () => false,
    );
  if (!answer.ok || !isImage) problems.push(`${path} answered ${answer.status}, ${bytes.length} bytes`);
}

/** Small photos, and one that is large enough to be resumed. */
async function makeImages(): Promise<Uint8Array[]> {
  const noise = (width: number, height: number) =>
    sharp({ create: { width, height, channels: 3, background: "gray", noise: { type: "gaussian", mean: 128, sigma: 40 } } });
  return Promise.all([
    noise(320, 240).jpeg().toBuffer(),
    noise(500, 400).jpeg().toBuffer(),
    noise(640, 480).jpeg({ quality: 90 }).toBuffer(),
    noise(400, 300).png().toBuffer(),
    noise(900, 700).jpeg({ quality: 98 }).toBuffer(),
  ]);
}

const { values } = parseArgs({
  options: {
    data: { type: "string" },
    seed: { type: "string" },
    ms: { type: "string" },
    disk: { type: "boolean", default: false },
    "for-good": { type: "boolean", default: false },
  },
});
if (import.meta.main && values.data !== undefined) {
  const dataDir = join(values.data, "disk", "data");
  await mkdir(dataDir, { recursive: true });
  const report = await run(dataDir, Number(values.seed), Number(values.ms), values.disk, values["for-good"]);
  console.log(JSON.stringify(report));
  process.exit();
}
