import type { ServerResponse } from "node:http";
import { setImmediate } from "node:timers/promises";
import { fail, failure, type Id, jobRequest, ok, type Result, type TaskView, tasksRequestUpTo } from "@pixelmill/core";
import { readForm } from "../http/formBody.ts";
import type { Exchange, HttpDependencies, Route } from "../http/route.ts";
import { validate } from "../http/validate.ts";
import type { DeliveredFile, Owner, Service } from "../service/service.ts";
import { manifestCsv, manifestName } from "./manifest.ts";
import { downloadHeaders, streamInto } from "./sendFile.ts";
import { zipStream } from "./zipStream.ts";

/** Bytes of one id in a form: 32 digits and a comma, which is percent-encoded. */
const idBytes = 35;

/** Bytes of a form besides its ids, with room to spare. */
const formBytes = 1000;

interface Selection {
  readonly jobId: Id;
  /** Null: all. */
  readonly taskIds: readonly Id[] | null;
  readonly manifest: boolean;
}

/**
 * `GET /api/v1/jobs/:jobId/zip`: every delivered file. `POST` with the form `tasks=id,id…`: those of the given tasks, at most as
 * many as a job may have.
 * `?manifest=1` adds a table of what became of each output. `resultNotReady` while there is nothing to deliver.
 */
export function zipRoutes(dependencies: HttpDependencies): readonly Route[] {
  const path = "/api/v1/jobs/:jobId/zip";
  return [
    { methods: ["GET"], path, handle: (exchange) => answer(exchange, dependencies, async () => ok(null)) },
    {
      methods: ["POST"],
      path,
      handle: (exchange) => answer(exchange, dependencies, () => selectedTasks(exchange, dependencies)),
    },
  ];
}

async function answer(
  { res, url, owner, params }: Exchange,
  dependencies: HttpDependencies,
  selected: () => Promise<Result<readonly Id[] | null>>,
): Promise<Result<null>> {
  const request = jobRequest.safeParse(params);
  if (!request.success) return fail(failure("notFound"));
  const taskIds = await selected();
  if (!taskIds.ok) return taskIds;
  const manifest = url.searchParams.get("manifest") === "1";
  return sendZip(res, owner, { jobId: request.data.jobId, taskIds: taskIds.value, manifest }, dependencies);
}

async function selectedTasks(
  { req, params }: Exchange,
  { config: { maxFilesPerJob } }: HttpDependencies,
): Promise<Result<readonly Id[]>> {
  const form = await readForm(req, formBytes + idBytes * maxFilesPerJob);
  if (!form.ok) return form;
  const taskIds = (form.value.get("tasks") ?? "").split(",").filter((id) => id !== "");
  const request = validate(tasksRequestUpTo(maxFilesPerJob), { jobId: params.jobId, taskIds });
  return request.ok ? ok(request.value.taskIds) : request;
}

async function sendZip(
  res: ServerResponse,
  owner: Owner,
  selection: Selection,
  { service, blobs }: HttpDependencies,
): Promise<Result<null>> {
  const delivered = await service.deliveredFiles(owner, selection.jobId, selection.taskIds);
  if (!delivered.ok) return delivered;
  const files = await Array.fromAsync(delivered.value);
  if (files.length === 0) return fail(failure("resultNotReady"));
  const manifest = selection.manifest ? await readManifest(service, owner, selection, files) : ok(null);
  if (!manifest.ok) return manifest;
  const zip = zipStream(files, blobs, manifest.value);
  try {
    const headers = downloadHeaders(`pixelmill-${selection.jobId.slice(0, 8)}.zip`, "application/zip");
    res.writeHead(200, { ...headers, "Content-Length": zip.bytes });
    await streamInto(res, zip.output);
  } finally {
    zip.close();
  }
  return ok(null);
}

async function readManifest(
  service: Service,
  owner: Owner,
  { jobId, taskIds }: Selection,
  files: readonly DeliveredFile[],
): Promise<Result<{ readonly name: string; readonly text: string }>> {
  const wanted = taskIds === null ? null : new Set(taskIds);
  const tasks: TaskView[] = [];
  const limit = 1000;
  for (let offset = 0; ; offset += limit) {
    const page = await service.tasks(owner, { jobId, offset, limit });
    if (!page.ok) return page;
    tasks.push(...page.value.filter(({ id }) => wanted === null || wanted.has(id)));
    if (page.value.length < limit) break;
    // Reading holds the event loop: others are served between two pages.
    await setImmediate();
  }
  const name = manifestName(new Set(files.map(({ path }) => path)));
  return ok({ name, text: manifestCsv(tasks) });
}
