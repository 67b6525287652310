import type { RawRequest } from "../rawRequest.ts";
import { json, newId, tus } from "./scene.ts";

type Headers = NonNullable<RawRequest["headers"]>;

const input = (value: unknown): string => encodeURIComponent(JSON.stringify(value));

/** A tRPC query. */
export const query = (call: string, value: unknown, headers: Headers = {}): RawRequest => ({
  path: `/api/trpc/${call}?input=${input(value)}`,
  headers,
});

/** A tRPC mutation. */
export const mutation = (call: string, value: unknown, headers: Headers = {}): RawRequest => ({
  method: "POST",
  path: `/api/trpc/${call}`,
  headers: { ...json, ...headers },
  body: JSON.stringify(value),
});

export const get = (path: string, headers: Headers = {}): RawRequest => ({ path, headers });

/** One upload of a file, whose bytes are no image. */
export const put = (jobId: string, taskId: string, headers: Headers, path = "x.jpg"): RawRequest => ({
  method: "PUT",
  path: `/api/v1/jobs/${jobId}/files/${taskId}?path=${encodeURIComponent(path)}`,
  headers,
  body: "bytes",
});

/** A request of a resumable upload; of a PATCH with its first bytes. */
export const resumable = (method: string, id: string, headers: Headers = {}): RawRequest => ({
  method,
  path: `/api/v1/uploads/${id}`,
  headers: { ...tus, ...headers, ...(method === "PATCH" ? patched : {}) },
  ...(method === "PATCH" ? { body: "by" } : {}),
});

const patched = { "upload-offset": "0", "content-type": "application/offset+octet-stream" };

/** Everything that can be asked about a job and one of its tasks, the gentle first: the last ends it. */
export const everythingOf = (jobId: string, taskId: string, headers: Headers): Readonly<Record<string, RawRequest>> => {
  const job = { jobId };
  const tasks = { jobId, taskIds: [taskId] };
  const at = `/api/v1/jobs/${jobId}`;
  return {
    ...Object.fromEntries(["jobs.get", "jobs.tasks", "jobs.report"].map((call) => [call, query(call, job, headers)])),
    ...Object.fromEntries(
      [
        ...["result", "result/1", "view/source", "view/0", "view/0?preview=1"].map((end) => `${at}/files/${taskId}/${end}`),
        ...["zip", "zip?manifest=json", "manifest.csv", "manifest.json", "pictures.html", "report", "report.json"].map(
          (end) => `${at}/${end}`,
        ),
      ].map((path) => [path.replace(at, "").replace(taskId, "TASK"), get(path, headers)]),
    ),
    "HEAD result": { method: "HEAD", path: `${at}/files/${taskId}/result`, headers },
    "a selection as ZIP": {
      method: "POST",
      path: `${at}/zip`,
      headers: { ...headers, "content-type": "application/x-www-form-urlencoded" },
      body: `tasks=${taskId}`,
    },
    "one more file": put(jobId, newId(), headers),
    ...Object.fromEntries(
      ["results.retry", "results.cancel", "tasks.moveToTop"].map((call) => [call, mutation(call, tasks, headers)]),
    ),
    "jobs.setPriority": mutation("jobs.setPriority", { ...job, priority: "background" }, headers),
    "jobs.start": mutation("jobs.start", job, headers),
    ...Object.fromEntries(
      ["jobs.estimate", "jobs.revise"].map((call) => [call, mutation(call, { ...job, settings: {} }, headers)]),
    ),
    ...Object.fromEntries(
      ["jobs.moveToTop", "jobs.seal", "jobs.cancel", "jobs.delete"].map((call) => [call, mutation(call, job, headers)]),
    ),
  };
};
