import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  type Batch,
  type Id,
  type ImageInfo,
  idFromBytes,
  type SettingsInput,
  settingsSchema,
  type TaskResult,
} from "@pixelmill/core";
import { createInspector } from "../inspector.ts";
import { silentLog } from "../log.ts";
import { createPool } from "../pool.ts";
import { Recorder } from "./recorder.ts";

const besideRepository = fileURLToPath(new URL("../../../../../../shared", import.meta.url));

/** The corpus of odd images, where there is one: `$PIXELMILL_SHARED/corpus`, else `../shared/corpus` beside the repository. */
export const corpusDirectory = join(process.env.PIXELMILL_SHARED ?? besideRepository, "corpus");

export const hasCorpus = existsSync(join(corpusDirectory, "MANIFEST.tsv"));

/** One file of the corpus and what its manifest expects of it. */
export interface CorpusFile {
  readonly path: string;
  readonly expected: string;
}

/** Files that a decoder takes for images, those aside that are meant to exhaust memory or belong to other formats' decoders. */
export function corpusFiles(): readonly CorpusFile[] {
  const [, ...rows] = readFileSync(join(corpusDirectory, "MANIFEST.tsv"), "utf8").trim().split("\n");
  return rows.flatMap((row) => {
    const [path = "", , , , , , expected = "", , , , peakMb = "0"] = row.split("\t");
    return /^(?:valid|malformed)\//.test(path) && !/\.svgz?$/.test(path) && Number(peakMb) < 600 ? [{ path, expected }] : [];
  });
}

/** What a real inspector and a real encoder make of files, in order. */
export async function runThrough(
  files: readonly CorpusFile[],
  outputs: NonNullable<SettingsInput["outputs"]>,
  directory: string,
) {
  const inspector = createInspector({
    desksDir: join(directory, "inspection"),
    limits: { maxPixels: 100e6, maxFrames: 1000 },
    log: silentLog,
  });
  const heard = new Recorder();
  const ids = files.map((_, index) => idFromBytes(Buffer.from(String(index).padStart(16))));
  const sources = new Map(ids.map((id, index) => [id, join(corpusDirectory, files[index]?.path ?? "")]));
  const sourceFile = (id: Id) => sources.get(id) ?? "";
  const pool = createPool({
    inFlight: 2,
    desksDir: join(directory, "desks"),
    sourceFile,
    listener: heard,
    log: silentLog,
  });
  await pool.prepare();
  pool.spawn();
  await Promise.all([inspector.start(), pool.warm()]);
  try {
    const inspected = await Promise.all(ids.map((id) => inspector.inspect(sourceFile(id))));
    const tasks = ids.flatMap((id, index) => {
      const info = inspected[index];
      return info?.ok ? [batchTask(id, info.value, outputs)] : [];
    });
    pool.send(1, { tasks });
    const ended = await heard.until("ended", tasks.length);
    const results = new Map(ended.map(({ taskId, report }): [Id, readonly TaskResult[]] => [taskId, report.results]));
    return { results: ids.map((id, index) => results.get(id) ?? [failed(inspected[index])]), lost: heard.of("lost") };
  } finally {
    await Promise.all([inspector.stop(), pool.stop(0)]);
  }
}

type Inspected = Awaited<ReturnType<ReturnType<typeof createInspector>["inspect"]>>;

function failed(inspected: Inspected | undefined): TaskResult {
  if (inspected === undefined || inspected.ok) throw new Error("a task has no result");
  return { status: "failed", error: inspected.error };
}

const batchTask = (id: Id, info: ImageInfo, outputs: NonNullable<SettingsInput["outputs"]>): Batch["tasks"][number] => ({
  task: { id, jobId: id, priority: "normal", info, settings: settingsSchema.parse({ outputs }) },
  threads: 1,
  deadlineMs: 60_000,
});
