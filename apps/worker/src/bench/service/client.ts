import { randomBytes } from "node:crypto";
import { openAsBlob } from "node:fs";
import {
  type Id,
  idFromBytes,
  isFinal,
  type JobChanges,
  type JobReport,
  type JobView,
  jobReportSchema,
  type Priority,
  type Settings,
  type TaskView,
} from "@pixelmill/core";
import { type FileResult, fileResult } from "../variants/fileResult.ts";
import { serverSentEvents } from "./serverSentEvents.ts";

export interface UploadFile {
  readonly name: string;
  readonly source: string;
}

export interface ServiceRunResult {
  readonly wallMs: number;
  readonly results: readonly FileResult[];
  /** When each end was heard of, Unix time in milliseconds, the first one first. */
  readonly endedAt: readonly number[];
}

/** Files uploaded at once: as many as the web app does. */
const uploadsAtOnce = 4;

/** A user of the service: what a browser does, without the browser. */
export class Client {
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
  }

  /** Runs a job and deletes it. */
  async run(files: readonly UploadFile[], settings: Settings): Promise<ServiceRunResult> {
    const { jobId, ...result } = await this.runJob(files, settings, "normal");
    await this.deleteJob(jobId);
    return result;
  }

  /**
   * Makes a job, uploads every file, waits for its end by its events, and downloads the ZIP. `ended` is told how many tasks have ended
   * whenever more have.
   */
  async runJob(
    files: readonly UploadFile[],
    settings: Settings,
    priority: Priority,
    ended?: (tasks: number) => void,
  ): Promise<ServiceRunResult & { readonly jobId: Id }> {
    const begin = performance.now();
    const { id: jobId } = await this.#call<JobView>("jobs.create", { settings, priority });
    const [{ tasks, endedAt }] = await Promise.all([this.#tasksAtEnd(jobId, ended), this.#uploadAll(jobId, files)]);
    if (tasks.some(({ outputs }) => outputs.some(({ path }) => path !== null))) await this.#download(`/api/v1/jobs/${jobId}/zip`);
    const wallMs = performance.now() - begin;
    return { jobId, wallMs, results: tasks.map(resultOf), endedAt };
  }

  /** Makes a job and uploads every file; does not wait for its end. */
  async startJob(files: readonly UploadFile[], settings: Settings): Promise<Id> {
    const { id } = await this.#call<JobView>("jobs.create", { settings });
    await this.#uploadAll(id, files);
    return id;
  }

  /** The first 1,000 tasks of a job as they are now. */
  async tasks(jobId: Id): Promise<readonly TaskView[]> {
    const input = encodeURIComponent(JSON.stringify({ jobId, offset: 0, limit: 1000 }));
    return dataOf(check(await fetch(`${this.#url}/api/trpc/jobs.tasks?input=${input}`)));
  }

  async deleteJob(jobId: Id): Promise<void> {
    await this.#call("jobs.delete", { jobId });
  }

  /** What the service noted of a job. */
  async report(jobId: Id): Promise<JobReport> {
    const input = encodeURIComponent(JSON.stringify({ jobId }));
    const response = check(await fetch(`${this.#url}/api/trpc/jobs.report?input=${input}`));
    return jobReportSchema.parse(await dataOf<unknown>(response));
  }

  /** One image in one request, to the first of the outputs; gives how long it took, in milliseconds. */
  async optimizeOne(image: Uint8Array<ArrayBuffer>, { outputs }: Settings): Promise<number> {
    const query = new URLSearchParams({ format: outputs[0]?.format ?? "original", name: "image.jpg" });
    const begin = performance.now();
    const response = await fetch(`${this.#url}/api/v1/optimize?${query}`, { method: "POST", body: image });
    await check(response).arrayBuffer();
    return performance.now() - begin;
  }

  async budgetBytes(): Promise<number> {
    const response = check(await fetch(`${this.#url}/api/trpc/system.capacity`));
    return (await dataOf<{ budgetBytes: number }>(response)).budgetBytes;
  }

  async #call<T>(procedure: string, input: unknown): Promise<T> {
    const response = await fetch(`${this.#url}/api/trpc/${procedure}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(input),
    });
    return dataOf<T>(check(response));
  }

  async #uploadAll(jobId: Id, files: readonly UploadFile[]): Promise<void> {
    const waiting = files.toReversed();
    const work = async (): Promise<void> => {
      for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) await this.#upload(jobId, file);
    };
    await Promise.all(Array.from({ length: uploadsAtOnce }, work));
    await this.#call("jobs.seal", { jobId });
  }

  async #upload(jobId: Id, { name, source }: UploadFile): Promise<void> {
    const taskId = idFromBytes(randomBytes(16));
    const address = `${this.#url}/api/v1/jobs/${jobId}/files/${taskId}?path=${encodeURIComponent(name)}`;
    // A file that is refused still becomes a task, with the reason: the events tell.
    await (await fetch(address, { method: "PUT", body: await openAsBlob(source) })).arrayBuffer();
  }

  /** Follows a job's events until it has finished; gives its tasks as they ended, and when that was heard of. */
  async #tasksAtEnd(
    jobId: Id,
    ended?: (tasks: number) => void,
  ): Promise<{ readonly tasks: TaskView[]; readonly endedAt: number[] }> {
    const tasks = new Map<Id, TaskView>();
    const endedAt: number[] = [];
    const input = encodeURIComponent(JSON.stringify({ jobId }));
    const response = check(await fetch(`${this.#url}/api/trpc/jobs.changes?input=${input}`));
    for await (const { id, data } of serverSentEvents(response)) {
      if (id === null) continue;
      const changes = JSON.parse(data) as JobChanges;
      for (const task of changes.tasks) {
        const before = tasks.get(task.id);
        if (isFinal(task.state) && (before === undefined || !isFinal(before.state))) endedAt.push(Date.now());
        tasks.set(task.id, task);
      }
      if (endedAt.length > 0) ended?.(endedAt.length);
      if (changes.job.state === "finished") return { tasks: [...tasks.values()], endedAt };
    }
    throw new Error("The events of a job ended before the job.");
  }

  async #download(path: string): Promise<void> {
    const response = check(await fetch(`${this.#url}${path}`));
    for await (const _ of response.body ?? []);
  }
}

function check(response: Response): Response {
  if (!response.ok) throw new Error(`${response.url} answered ${response.status}.`);
  return response;
}

const dataOf = async <T>(response: Response): Promise<T> => ((await response.json()) as { result: { data: T } }).result.data;

const resultOf = ({ path, outputs }: TaskView): FileResult =>
  fileResult(
    path,
    outputs.map(({ result }) => result),
  );
