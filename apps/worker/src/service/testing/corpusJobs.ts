import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deadlineMs, type JobView, type OutputSettingsInput, type TaskView, workloadOf } from "@pixelmill/core";
import sharp from "sharp";
import { expect } from "vitest";
import { type Client, createClient } from "../../testing/client.ts";
import { bytesOf, type CorpusFile, faultOf } from "../../testing/corpus.ts";
import { watchEncoders } from "../../testing/encoderMemory.ts";
import { startWorker } from "../../testing/runningWorker.ts";

/** What pictures are encoded to: one output streams from file to file, several share a decode. */
const pictureOutputs: readonly (readonly OutputSettingsInput[])[] = [
  [{ format: "webp", resize: { mode: "longest", pixels: 64 } }],
  [
    { format: "webp", resize: { mode: "longest", pixels: 64 } },
    { format: "webp", resize: { mode: "longest", pixels: 32 } },
    { format: "jpeg", resize: { mode: "longest", pixels: 64 } },
  ],
];
const drawingOutputs: readonly (readonly OutputSettingsInput[])[] = [[{ format: "original" }]];

/** A job of the corpus that has ended. */
interface EndedJob {
  readonly job: JobView;
  readonly tasks: readonly TaskView[];
  readonly files: ReadonlyMap<string, CorpusFile>;
}

/** Runs files of the corpus through a whole service as jobs and holds what comes out to the manifest. Prints what it came to. */
export async function expectCorpus(files: readonly CorpusFile[]): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), "pixelmill-corpus-"));
  const worker = await startWorker({ dataDir, env: { LEDGER: "off", MEMORY_LIMIT: "1G" } });
  try {
    const client = createClient(worker.url);
    const { budgetBytes } = await client.trpc.system.capacity.query();
    const watch = watchEncoders(worker.pid);
    const odd = await runJobs(
      client,
      files.filter(({ isHostile }) => !isHostile),
    );
    const hostile = await runJobs(
      client,
      files.filter(({ isHostile }) => isHostile),
    );
    const memory = watch.stop();
    const jobs = [...odd, ...hostile];
    console.log(`corpus: ${summaryOf(files.length, jobs, memory.one)}`);
    expect((await Promise.all(jobs.map((each) => wrongIn(client, each)))).flat()).toEqual([]);
    // What is only odd or broken takes no encoder with it.
    expect(await retriesOf(client, odd)).toBe(0);
    expect(memory.one).toBeLessThanOrEqual(budgetBytes);
    worker.kill("SIGTERM");
    expect(await worker.ended).toBe(0);
    expect(worker.output()).not.toMatch(/"level":(?:50|60)/);
  } finally {
    worker.kill("SIGKILL");
    await worker.ended;
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function runJobs(client: Client, files: readonly CorpusFile[]): Promise<readonly EndedJob[]> {
  const pictures = files.filter(({ isDrawing }) => !isDrawing);
  const drawings = files.filter(({ isDrawing }) => isDrawing);
  return Promise.all([
    ...pictureOutputs.map((outputs) => runJob(client, pictures, outputs)),
    ...drawingOutputs.map((outputs) => runJob(client, drawings, outputs)),
  ]);
}

async function runJob(client: Client, files: readonly CorpusFile[], outputs: readonly OutputSettingsInput[]): Promise<EndedJob> {
  const { id: jobId } = await client.trpc.jobs.create.mutate({ settings: { outputs: [...outputs] } });
  for (const file of files) expect((await client.put(jobId, file.path, bytesOf(file))).status, file.path).toBe(201);
  await client.trpc.jobs.seal.mutate({ jobId });
  const { job, tasks } = await client.ended(jobId);
  expect(tasks.map(({ path }) => path).sort()).toEqual(files.map(({ path }) => path).sort());
  return { job, tasks, files: new Map(files.map((file) => [file.path, file])) };
}

/** Everything that is not as it has to be, a line each. */
async function wrongIn(client: Client, { job, tasks, files }: EndedJob): Promise<readonly string[]> {
  const wrong: string[] = [];
  for (const task of tasks) {
    const { id, path, info, outputs, encodeMs } = task;
    const file = files.get(path);
    if (file === undefined || outputs.length !== job.settings.outputs.length) wrong.push(`${path}: ${outputs.length} results`);
    for (const [output, { result }] of outputs.entries()) {
      const fault = file === undefined ? null : faultOf(file, result);
      if (fault !== null) wrong.push(`${path}: ${file?.expected}, but ${fault}`);
      const isWhole =
        result.status !== "optimized" || (await decodes(client, `/api/v1/jobs/${job.id}/files/${id}/result/${output}`));
      if (!isWhole) wrong.push(`${path}: its result can't be decoded`);
    }
    if (info !== null && encodeMs !== null && encodeMs > deadlineMs(workloadOf({ info, settings: job.settings })))
      wrong.push(`${path}: ran for ${encodeMs} ms, past its deadline`);
  }
  return wrong;
}

/** Whether what is delivered is an image, or the text of a drawing. */
async function decodes(client: Client, address: string): Promise<boolean> {
  const bytes = Buffer.from(await (await client.get(address)).arrayBuffer());
  if (bytes.toString("latin1", 0, 200).includes("<")) return bytes.includes("<");
  return sharp(bytes, { failOn: "warning" })
    .stats()
    .then(
      () => true,
      () => false,
    );
}

async function retriesOf(client: Client, jobs: readonly EndedJob[]): Promise<number> {
  const reports = await Promise.all(jobs.map(({ job }) => client.trpc.jobs.report.query({ jobId: job.id })));
  return reports.reduce((sum, { tasks }) => sum + tasks.retries, 0);
}

/** How many files and results there were, and what became of them by state and code. */
function summaryOf(files: number, jobs: readonly EndedJob[], mostBytes: number): string {
  const results = jobs.flatMap(({ tasks }) => tasks.flatMap(({ outputs }) => outputs.map(({ result }) => result)));
  const counts = Map.groupBy(results, (result) => (result.status === "failed" ? result.error.code : result.status));
  const sorted = [...counts].map(([became, { length }]) => ({ became, length })).sort((a, b) => b.length - a.length);
  const words = sorted.map(({ became, length }) => `${became} ${length}`).join(", ");
  return `${files} files, ${results.length} results: ${words}; no encoder had more than ${Math.round(mostBytes / 1e6)} MB of its own`;
}
