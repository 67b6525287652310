import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { temporaryDirectory } from "../store/testing/temporaryDirectory.ts";
import { createClient } from "../testing/client.ts";
import { makePhoto } from "../testing/images.ts";
import { childrenOf } from "../testing/processes.ts";
import { startWorker } from "../testing/runningWorker.ts";
import { canTrace, readCalls, type SystemCall, tracer } from "../testing/systemCalls.ts";
import { newJob } from "./testing/jobs.ts";

/** The steps after which a file is received or a result done, each of which is over before the next begins, but for the two fsyncs. */
const steps = ["bytes", "name", "fsync of the bytes", "fsync of the name", "row", "fsync of the row", "word"] as const;
type Step = (typeof steps)[number];
type Seen = Readonly<Record<Step, readonly SystemCall[]>>;

const isWrite = ({ name }: SystemCall) => /write/.test(name);
const isSync = ({ name }: SystemCall) => /sync/.test(name);
const renamed = ({ name, args }: SystemCall) => (name.startsWith("rename") ? (args.match(/"[^"]+"/g) ?? []) : []);
const textOf = (quoted = "") => quoted.slice(1, -1);

/** The calls of the steps of one blob. `word`: what the service says once it is durable. */
function stepsOf(calls: readonly SystemCall[], file: string, word: string): Seen {
  const names = [file];
  const renames: SystemCall[] = [];
  // Back through the names that it had before.
  for (const call of calls.toReversed()) {
    const [from, to] = renamed(call).map(textOf);
    if (from === undefined || to !== names.at(-1)) continue;
    names.push(from);
    renames.push(call);
  }
  const id = file.split(".").at(-1) ?? "";
  const on = (path: string) => (call: SystemCall) => call.args.includes(`<${path}>`);
  const row = calls.filter((call) => isWrite(call) && call.args.includes("jobs.db-wal>") && call.args.includes(id)).slice(0, 1);
  return {
    bytes: calls.filter((call) => isWrite(call) && names.some((name) => on(name)(call))),
    name: renames,
    "fsync of the bytes": calls.filter((call) => isSync(call) && on(file)(call)),
    "fsync of the name": calls.filter((call) => isSync(call) && on(join(file, ".."))(call)).filter(after(renames)),
    row,
    "fsync of the row": calls
      .filter((call) => isSync(call) && call.args.includes("jobs.db-wal>"))
      .filter(after(row))
      .slice(0, 1),
    word: calls.filter((call) => call.args.includes("socket:") && call.args.includes(word)).slice(0, 1),
  };
}

const after = (others: readonly SystemCall[]) => (call: SystemCall) => others.every(({ over }) => over < call.began);

/** What is wrong with the order of a blob's steps; empty where nothing is. */
function faults(seen: Seen): string[] {
  const missing = steps.filter((step) => seen[step].length === 0).map((step) => `no ${step}`);
  const follows = (late: Step, early: Step): string[] =>
    seen[late].every((call) => seen[early].every(({ over }) => over < call.began)) ? [] : [`${late} before ${early}`];
  return [
    ...missing,
    ...follows("fsync of the bytes", "bytes"),
    ...follows("fsync of the name", "name"),
    ...follows("row", "fsync of the bytes"),
    ...follows("row", "fsync of the name"),
    ...follows("fsync of the row", "row"),
    ...follows("word", "fsync of the row"),
  ];
}

const hasTracer = process.platform === "linux" && (await canTrace());
if (!hasTracer)
  console.warn("the order of writes and fsyncs is not looked at: strace is not here, or may not look into programs");

describe.runIf(hasTracer)("a service at work, its system calls recorded", () => {
  let calls: SystemCall[];
  let dataDir: string;
  let blobs: Readonly<Record<"source" | "result", Seen>>;

  beforeAll(async () => {
    const directory = await temporaryDirectory();
    dataDir = join(directory.path, "data");
    const trace = join(directory.path, "trace");
    try {
      const env = { SANDBOX: "off", ENCODERS: "1" };
      const worker = await startWorker({ dataDir, env, execArgv: [], through: tracer(trace) });
      const client = createClient(worker.url);
      const jobId = await newJob(client, { format: "webp" });
      await client.put(jobId, "a.jpg", await makePhoto(64, 48));
      await client.trpc.jobs.seal.mutate({ jobId });
      await client.ended(jobId);
      // The tracer keeps signals from itself.
      for (const pid of childrenOf(worker.pid)) process.kill(pid, "SIGTERM");
      await worker.ended;
      calls = await readCalls(trace);
    } finally {
      await directory.remove();
    }
    const fileOf = (prefix: string): string =>
      calls.flatMap((call) => renamed(call).map(textOf)).find((name) => name.includes(`/_${prefix}.`)) ?? `no ${prefix}`;
    blobs = {
      source: stepsOf(calls, fileOf("sources"), "HTTP/1.1 201"),
      result: stepsOf(calls, fileOf("results"), '\\"state\\":\\"finished\\"'),
    };
  });

  describe.each(["source", "result"] as const)("says of a %s that it is there", (kind) => {
    it("after its bytes, their name and its row are on the disk, in this order", () => {
      expect(faults(blobs[kind])).toEqual([]);
    });

    it.each(steps)("and it would be seen if this step were missing: %s", (step) => {
      expect(faults({ ...blobs[kind], [step]: [] })).toEqual([`no ${step}`]);
    });

    it.each([
      ["fsync of the bytes", "row"],
      ["fsync of the name", "row"],
      ["fsync of the row", "word"],
    ] as const)("and it would be seen if the %s came after the %s", (late, early) => {
      const moved = { ...blobs[kind], [late]: blobs[kind][early], [early]: blobs[kind][late] };
      expect(faults(moved)).toContain(`${early} before ${late}`);
    });
  });

  it("has put the names of its folders on the disk before it takes the first file", () => {
    const firstWord = blobs.source.word[0]?.began ?? 0;
    const made = calls.filter(({ name, args }) => name === "mkdir" && args.startsWith(`"${dataDir}/blobs`));
    const syncedAfterwards = (path: string) =>
      calls.some((call) => isSync(call) && call.args.includes(`<${path}>`) && after(made)(call) && call.over < firstWord);
    expect([made.length, syncedAfterwards(`${dataDir}/blobs`), syncedAfterwards(dataDir)]).toEqual([258, true, true]);
  });
});
