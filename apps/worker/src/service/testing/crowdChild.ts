import { readdir, statfs } from "node:fs/promises";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { setTimeout } from "node:timers/promises";
import { type Answer, send } from "../../http/testing/client.ts";
import { createClient, newId } from "../../testing/client.ts";
import { type RunningWorker, startWorker } from "../../testing/runningWorker.ts";

/** What became of uploads that all began at once on a small disk. */
export interface CrowdReport {
  /** Uploads by status and code. */
  readonly answers: Readonly<Record<string, number>>;
  /** Least free bytes on the disk while they came in. */
  readonly leastFreeBytes: number;
}

/** Uploads that begin together, and bytes of each. */
export const crowd = { uploads: 15, bytes: 2 << 20, reserveBytes: 12 << 20 };

type Kind = "announced" | "chunked" | "resumable";
const kinds: readonly Kind[] = ["announced", "chunked", "resumable"];
const tus = { "Tus-Resumable": "1.0.0", "Content-Type": "application/offset+octet-stream" };
const encoded = (text: string) => Buffer.from(text).toString("base64");

/** One upload whose last half waits until all have begun. */
class Sender {
  readonly #body = new PassThrough({ highWaterMark: crowd.bytes });
  readonly answer: Promise<Answer>;
  isAnswered = false;

  constructor(port: number, jobId: string, kind: Kind) {
    const taskId = newId();
    const metadata = Object.entries({ jobId, taskId, path: "a.jpg" }).map(([key, value]) => `${key} ${encoded(value)}`);
    const length = kind === "chunked" ? {} : { "Content-Length": crowd.bytes };
    const resumable = { ...tus, "Upload-Length": crowd.bytes, "Upload-Metadata": metadata.join(",") };
    const sent =
      kind === "resumable"
        ? { path: "/api/v1/uploads", method: "POST", headers: { ...length, ...resumable } }
        : { path: `/api/v1/jobs/${jobId}/files/${taskId}?path=a.jpg`, method: "PUT", headers: length };
    this.answer = send(port, sent.path, { ...sent, body: this.#body });
    const answered = () => (this.isAnswered = true);
    this.answer.then(answered, answered);
    this.#body.write(Buffer.alloc(crowd.bytes / 2, 1));
  }

  finish(): void {
    if (this.isAnswered) return;
    this.#body.end(Buffer.alloc(crowd.bytes / 2, 2));
  }
}

async function sendTogether(directory: string, { url }: RunningWorker): Promise<CrowdReport> {
  const { id } = await createClient(url).trpc.jobs.create.mutate({ draft: true });
  const senders = Array.from(
    { length: crowd.uploads },
    (_, at) => new Sender(Number(new URL(url).port), id, kinds[at % kinds.length] ?? "announced"),
  );
  let leastFreeBytes = Number.POSITIVE_INFINITY;
  const look = async (): Promise<void> => {
    const { bavail, bsize } = await statfs(directory);
    leastFreeBytes = Math.min(leastFreeBytes, bavail * bsize);
  };
  const begun = async (): Promise<number> => {
    const [whole, parts] = [await namesIn(join(directory, "blobs/tmp")), await namesIn(join(directory, "uploads"))];
    return whole.length + parts.filter((name) => name.endsWith(".json")).length;
  };
  while ((await begun()) + senders.filter(({ isAnswered }) => isAnswered).length < crowd.uploads) {
    await look();
    await setTimeout(5);
  }
  for (const sender of senders) sender.finish();
  const answers: Record<string, number> = {};
  for (const { answer } of senders) {
    // Who is refused in the middle of a body may find the connection cut before the answer.
    const key = await answer.then(
      ({ status, code }) => (status < 400 ? String(status) : `${status} ${code()}`),
      () => "cut",
    );
    answers[key] = (answers[key] ?? 0) + 1;
    await look();
  }
  return { answers, leastFreeBytes };
}

const namesIn = (directory: string): Promise<string[]> => readdir(directory).catch(() => []);

async function main(directory: string): Promise<void> {
  const env = { DISK_RESERVE: String(crowd.reserveBytes), SANDBOX: "off", ENCODERS: "1" };
  const worker = await startWorker({ dataDir: directory, env });
  try {
    console.log(JSON.stringify(await sendTogether(directory, worker)));
  } finally {
    worker.kill("SIGTERM");
    await worker.ended;
  }
}

const [directory] = process.argv.slice(2);
if (import.meta.main && directory !== undefined) await main(directory);
