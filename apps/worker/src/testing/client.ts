import { randomBytes } from "node:crypto";
import type { JobChanges, JobView, TaskView } from "@pixelmill/core";
import { createTRPCClient, httpBatchLink, type TRPCClient } from "@trpc/client";
import type { AppRouter } from "../router/router.ts";
import { serverSentEvents } from "./serverSentEvents.ts";

export const newId = (): string => randomBytes(16).toString("hex");

/** A client of the service as a script would write it: tRPC, and PUT for bytes. */
export interface Client {
  readonly trpc: TRPCClient<AppRouter>;
  put(jobId: string, path: string, bytes: Uint8Array, taskId?: string): Promise<Response>;
  get(path: string): Promise<Response>;
  /** Events of a job, until the signal aborts. */
  changes(
    jobId: string,
    signal: AbortSignal,
    lastEventId?: string,
  ): AsyncGenerator<{ readonly id: string; readonly data: JobChanges }>;
  /** The job once it has ended, with all its tasks. Asks again while the service restarts. */
  ended(jobId: string): Promise<{ readonly job: JobView; readonly tasks: readonly TaskView[] }>;
}

export function createClient(url: string, headers: Readonly<Record<string, string>> = {}): Client {
  const trpc = createTRPCClient<AppRouter>({
    links: [httpBatchLink({ url: `${url}/api/trpc`, headers })],
  });
  return {
    trpc,
    put: (jobId, path, bytes, taskId = newId()) =>
      fetch(`${url}/api/v1/jobs/${jobId}/files/${taskId}?path=${encodeURIComponent(path)}`, {
        method: "PUT",
        headers,
        body: Buffer.from(bytes),
      }),
    get: (path) => fetch(`${url}${path}`, { headers }),
    changes: (jobId, signal, lastEventId) => changes(url, headers, { jobId, lastEventId }, signal),
    ended: (jobId) => ended(trpc, jobId),
  };
}

const pollMs = 50;
const pageSize = 1000;

async function ended(trpc: TRPCClient<AppRouter>, jobId: string): ReturnType<Client["ended"]> {
  for (;;) {
    const job = await trpc.jobs.get.query({ jobId }).catch(() => null);
    if (
      job !== null &&
      job.finishedAt !== null &&
      job.totals.states.received + job.totals.states.queued + job.totals.states.running === 0
    ) {
      return { job, tasks: await allTasks(trpc, jobId) };
    }
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}

async function allTasks(trpc: TRPCClient<AppRouter>, jobId: string): Promise<TaskView[]> {
  const tasks: TaskView[] = [];
  for (;;) {
    const page = await trpc.jobs.tasks.query({ jobId, offset: tasks.length, limit: pageSize });
    tasks.push(...page);
    if (page.length < pageSize) return tasks;
  }
}

async function* changes(
  url: string,
  headers: Readonly<Record<string, string>>,
  input: { readonly jobId: string; readonly lastEventId?: string | undefined },
  signal: AbortSignal,
): ReturnType<Client["changes"]> {
  const address = `${url}/api/trpc/jobs.changes?input=${encodeURIComponent(JSON.stringify(input))}`;
  try {
    for await (const { id, data } of serverSentEvents(await fetch(address, { headers, signal }))) {
      if (id !== null) yield { id, data: JSON.parse(data) };
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
